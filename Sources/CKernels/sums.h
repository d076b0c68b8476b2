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

/// Adds Σ w a b for the columns a of `left` and b of `right`, or Σ w b where `left` is null, a tile of sums at a time so
/// that most loads serve several; of the sums, which lie `stride` apart, no more than `first` + 1 in the first line, and
/// one more in each that follows.
INLINE void NAMED(tile)(
    const double *w, const double *const *left, int leftCount, const double *const *right, int rightCount,
    ptrdiff_t rows, double *sums, size_t stride, size_t first) {
  Lanes sum[2][TILE] = {{0}};
  EACH {
    const Lanes weight = NAMED(load)(w + row);
    Lanes a[2];
    for (int i = 0; i < leftCount; i++) a[i] = left ? weight * NAMED(load)(left[i] + row) : weight;
    for (int j = 0; j < rightCount; j++) {
      const Lanes b = NAMED(load)(right[j] + row);
      for (int i = 0; i < leftCount; i++) sum[i][j] += a[i] * b;
    }
  }
  for (int i = 0; i < leftCount; i++)
    for (int j = 0; j < rightCount; j++)
      if ((size_t)j <= first + i) sums[i * stride + j] += NAMED(total)(sum[i][j]);
}

/// The same for any number of columns on the right; leftCount is a constant.
INLINE void NAMED(tiles)(
    const double *w, const double *const *left, int leftCount, const double *const *right, size_t rightCount,
    ptrdiff_t rows, double *sums, size_t stride, size_t first) {
  size_t j = 0;
#define TILES(count)                                                                                                  \
  NAMED(tile)(w, left, leftCount, right + j, count, rows, sums + j, stride, first - j)
  for (; j + TILE <= rightCount; j += TILE) TILES(TILE);
  switch (rightCount - j) {
  case 1: TILES(1); break;
#if TILE > 2
  case 2: TILES(2); break;
  case 3: TILES(3); break;
#endif
  }
#undef TILES
}

static void NAMED(addDots)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *sums) {
  NAMED(tiles)(w, NULL, 1, columns, count, rows, sums, 0, count);
}

static void NAMED(addSquares)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *sums) {
  for (size_t k = 0; k < count; k++) NAMED(tile)(w, columns + k, 1, columns + k, 1, rows, sums + k, 0, 0);
}

static void NAMED(addProducts)(
    const double *w, const double *const *columns, size_t count, ptrdiff_t rows, double *matrix) {
  size_t i = 0;
  for (; i + 2 <= count; i += 2)
    NAMED(tiles)(w, columns + i, 2, columns, i + 2, rows, matrix + i * count, count, i);
  if (i < count) NAMED(tiles)(w, columns + i, 1, columns, count, rows, matrix + i * count, count, i);
}
