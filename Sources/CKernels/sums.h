// Losses and sums over the rows of a block, in the version VERSION.

INLINE double NAMED(total)(Lanes sum) {
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/// Value and first derivative of a loss, its second derivative, and first derivative / residual.
typedef struct {
  Lanes value, slope, bend, weight;
} NAMED(Terms);

INLINE NAMED(Terms) NAMED(huber)(Lanes r, double delta, double scale) {
  const Lanes size = __builtin_elementwise_abs(r);
  // Without a division: ½c² + c(|r| − c) with c the smaller of |r| and δ.
  const Lanes near = size > delta ? (Lanes)delta : size;
  const NAMED(Terms) terms = {
      .value = scale * (near * (size - 0.5 * near)),
      .slope = scale * (r < 0 ? -near : near),
      .bend = size > delta ? (Lanes)0 : (Lanes)scale,
      .weight = size > delta ? scale * delta / size : (Lanes)scale,
  };
  return terms;
}

INLINE NAMED(Terms) NAMED(cauchy)(Lanes r, double delta, double scale) {
  const Lanes ratio = r / delta;
  const Lanes square = ratio * ratio;
  const Lanes weight = 1 / (1 + square);
  const NAMED(Terms) terms = {
      .value = 0.5 * scale * delta * delta * NAMED(log)(1 + square),
      .slope = scale * (r * weight),
      .bend = scale * ((1 - square) * weight * weight),
      .weight = scale / (1 + square),
  };
  return terms;
}

INLINE double NAMED(weighed)(
    NAMED(Terms) (*kernel)(Lanes, double, double), RowLoss loss, const RowResiduals *residuals, ptrdiff_t rows,
    const RowLossTerms *result) {
  Lanes sum = 0;
  EACH {
    const Lanes w = NAMED(load)(residuals->weights + row);
    const Lanes r = NAMED(load)(residuals->value + row) - NAMED(load)(residuals->target + row);
    const NAMED(Terms) terms = kernel(r, loss.delta, loss.scale);
    sum += w * terms.value;
    if (!result) continue;
    // The residual's derivative is the prediction's, or the prediction's over its value.
    const bool isLog = residuals->reciprocal;
    const Lanes factor = isLog ? NAMED(load)(residuals->reciprocal + row) : (Lanes)1;
    const Lanes square = w * factor * factor;
    NAMED(store)(result->slope + row, w * terms.slope * factor);
    if (result->bend) {
      NAMED(store)(result->bend + row, (isLog ? terms.bend - terms.slope : terms.bend) * square);
      NAMED(store)(result->unit + row, square);
    } else {
      NAMED(store)(result->unit + row, terms.weight * square);
    }
  }
  return NAMED(total)(sum);
}

static double NAMED(terms)(
    RowLoss loss, const RowResiduals *residuals, ptrdiff_t rows, const RowLossTerms *result) {
  switch (loss.shape) {
  case RowLossShapeHuber: return NAMED(weighed)(NAMED(huber), loss, residuals, rows, result);
  case RowLossShapeCauchy: return NAMED(weighed)(NAMED(cauchy), loss, residuals, rows, result);
  }
}

static double NAMED(loss)(RowLoss loss, const RowResiduals *residuals, ptrdiff_t rows) {
  switch (loss.shape) {
  case RowLossShapeHuber: return NAMED(weighed)(NAMED(huber), loss, residuals, rows, NULL);
  case RowLossShapeCauchy: return NAMED(weighed)(NAMED(cauchy), loss, residuals, rows, NULL);
  }
}

/// Adds Σ w a for up to four columns.
INLINE void NAMED(dots)(const double *w, const double *const *columns, int count, ptrdiff_t rows, double *sums) {
  Lanes sum[4] = {0, 0, 0, 0};
  EACH {
    const Lanes weight = NAMED(load)(w + row);
    for (int k = 0; k < count; k++) sum[k] += weight * NAMED(load)(columns[k] + row);
  }
  for (int k = 0; k < count; k++) sums[k] += NAMED(total)(sum[k]);
}

static void NAMED(addDots)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *sums) {
  size_t k = 0;
  for (; k + 4 <= count; k += 4) NAMED(dots)(w, columns + k, 4, rows, sums + k);
  for (; k + 2 <= count; k += 2) NAMED(dots)(w, columns + k, 2, rows, sums + k);
  if (k < count) NAMED(dots)(w, columns + k, 1, rows, sums + k);
}

static void NAMED(addSquares)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *sums) {
  for (size_t k = 0; k < count; k++) {
    Lanes sum = 0;
    EACH {
      const Lanes x = NAMED(load)(columns[k] + row);
      sum += NAMED(load)(w + row) * x * x;
    }
    sums[k] += NAMED(total)(sum);
  }
}

static void NAMED(addProducts)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *spare, double *matrix) {
  for (size_t i = 0; i < count; i++) {
    EACH NAMED(store)(spare + row, NAMED(load)(w + row) * NAMED(load)(columns[i] + row));
    NAMED(addDots)(spare, columns, i + 1, rows, matrix + i * count);
  }
}
