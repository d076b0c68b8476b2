// Runs instructions over the rows of a block, in the version VERSION.

INLINE const double *NAMED(place)(RowOperand operand, const RowBlock *block) {
  switch (operand.source) {
  case RowSourceScalar: return block->scalars + operand.index;
  case RowSourceBuffer: return block->buffers + operand.index * ROW_BLOCK;
  case RowSourceColumn: return block->columns + operand.index * block->stride;
  }
}

#define EACH for (ptrdiff_t row = 0; row < rows; row += LANES)
/// An operand's rows, or the scalar for all.
#define FROM(operand) \
  (instruction.operand.source == RowSourceScalar ? (Lanes)*operand : NAMED(load)(operand + row))
/// `expression` of x, a row's a.
#define UNARY(expression)                                                                                            \
  EACH {                                                                                                             \
    const Lanes x = NAMED(load)(a + row);                                                                            \
    NAMED(store)(result + row, expression);                                                                          \
  }                                                                                                                  \
  break
/// `expression` of x and y, a row's a and b.
#define BINARY(expression)                                                                                           \
  if (instruction.a.source == RowSourceScalar) {                                                                     \
    const Lanes x = *a;                                                                                              \
    EACH {                                                                                                           \
      const Lanes y = NAMED(load)(b + row);                                                                          \
      NAMED(store)(result + row, expression);                                                                        \
    }                                                                                                                \
  } else if (instruction.b.source == RowSourceScalar) {                                                              \
    const Lanes y = *b;                                                                                              \
    EACH {                                                                                                           \
      const Lanes x = NAMED(load)(a + row);                                                                          \
      NAMED(store)(result + row, expression);                                                                        \
    }                                                                                                                \
  } else {                                                                                                           \
    EACH {                                                                                                           \
      const Lanes x = NAMED(load)(a + row), y = NAMED(load)(b + row);                                                \
      NAMED(store)(result + row, expression);                                                                        \
    }                                                                                                                \
  }                                                                                                                  \
  break

static void NAMED(run)(const RowInstruction *instructions, size_t count, const RowBlock *block) {
  const ptrdiff_t rows = block->rows;
  for (size_t index = 0; index < count; index++) {
    const RowInstruction instruction = instructions[index];
    const double *a = NAMED(place)(instruction.a, block);
    const double *b = NAMED(place)(instruction.b, block);
    double *result = block->buffers + instruction.result * ROW_BLOCK;
    switch (instruction.operation) {
    case RowOperationFill:
      EACH NAMED(store)(result + row, *a);
      break;
    case RowOperationAdd: BINARY(x + y);
    case RowOperationSubtract: BINARY(x - y);
    case RowOperationMultiply: BINARY(x * y);
    case RowOperationDivide: BINARY(x / y);
    case RowOperationExponentialOfProduct: BINARY(NAMED(exp)(x * y));
    case RowOperationIsEqual: BINARY(x == y ? (Lanes)1 : (Lanes)0);
    case RowOperationGuardedProduct: BINARY(x == 0 ? (Lanes)0 : x * y);
    case RowOperationGuardedQuotient: BINARY(x == 0 ? (Lanes)0 : x / y);
    case RowOperationMinimum: BINARY(x != x ? x : y != y ? y : x < y ? x : y);
    case RowOperationMaximum: BINARY(x != x ? x : y != y ? y : x > y ? x : y);
    case RowOperationNegate: UNARY(-x);
    case RowOperationSign: UNARY(x < 0 ? (Lanes)-1 : (Lanes)1);
    case RowOperationExp: UNARY(NAMED(exp)(x));
    case RowOperationLog: UNARY(NAMED(log)(x));
    case RowOperationLog2: UNARY(NAMED(log2)(x));
    case RowOperationLog10: UNARY(NAMED(log10)(x));
    case RowOperationSqrt: UNARY(__builtin_elementwise_sqrt(x));
    case RowOperationAbs: UNARY(__builtin_elementwise_abs(x));
    case RowOperationRound: UNARY(__builtin_elementwise_rint(x));
    case RowOperationFloor: UNARY(__builtin_elementwise_floor(x));
    case RowOperationCeil: UNARY(__builtin_elementwise_ceil(x));
    case RowOperationPower:
      if (instruction.b.source == RowSourceScalar) {
        if (*b == 2) { UNARY(x * x); }
        if (*b == 0.5) { UNARY(__builtin_elementwise_sqrt(x)); }
        if (*b == -1) { UNARY(1 / x); }
      }
      EACH NAMED(store)(result + row, NAMED(power)(FROM(a), FROM(b)));
      break;
    case RowOperationPowerFromLog: {
      const double *c = NAMED(place)(instruction.c, block);
      EACH NAMED(store)(result + row, NAMED(powerFromLog)(FROM(a), FROM(b), FROM(c)));
      break;
    }
    }
  }
}

#undef BINARY
#undef UNARY
#undef FROM
