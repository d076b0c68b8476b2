#ifndef ISOLOSS_KERNELS_H
#define ISOLOSS_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Loops over rows, compiled once for each set of vector instructions that a processor may have.
//
// Every version does the same IEEE operations in the same order, without fused multiply-add, and sums in eight lanes
// whatever the width of a register: the results are the same to the last bit.

/// Rows are computed this many at a time; counts of rows are multiples of it, the last row of a table being repeated.
enum { ROW_LANES = 8 };
/// The rows of a block: enough to hide the cost of choosing an instruction, few enough for the first-level cache. A
/// buffer holds so many.
enum { ROW_BLOCK = 256 };

/// What an instruction does with its operands a, b and c.
enum __attribute__((enum_extensibility(closed))) RowOperation : uint8_t {
  /// a in every row.
  RowOperationFill,
  RowOperationAdd,
  RowOperationSubtract,
  RowOperationMultiply,
  RowOperationDivide,
  /// a^b.
  RowOperationPower,
  /// a^b with c = log a.
  RowOperationPowerFromLog,
  /// e^(a·b): a power whose base was found to be positive in every row.
  RowOperationExponentialOfProduct,
  RowOperationNegate,
  RowOperationMinimum,
  RowOperationMaximum,
  /// −1 below 0, else 1.
  RowOperationSign,
  /// 1 where a equals b, else 0.
  RowOperationIsEqual,
  /// 0 where a is 0.
  RowOperationGuardedProduct,
  /// 0 where a is 0.
  RowOperationGuardedQuotient,
  RowOperationExp,
  RowOperationLog,
  RowOperationLog2,
  RowOperationLog10,
  RowOperationSqrt,
  RowOperationAbs,
  RowOperationRound,
  RowOperationFloor,
  RowOperationCeil,
};
typedef enum RowOperation RowOperation;

/// Where a value is while rows are computed.
enum __attribute__((enum_extensibility(closed))) RowSource : uint8_t {
  /// One of the scalars, the same for every row.
  RowSourceScalar,
  /// One of the buffers of a block of rows.
  RowSourceBuffer,
  /// A column that a table holds.
  RowSourceColumn,
};
typedef enum RowSource RowSource;

/// A value: its source and its index there.
typedef struct {
  RowSource source;
  int32_t index;
} RowOperand;

/// One step over a block of rows, whose result goes to a buffer.
typedef struct {
  RowOperation operation;
  int32_t result;
  RowOperand a, b, c;
} RowInstruction;

/// What the operands of a block's instructions refer to.
typedef struct {
  const double *scalars;
  double *buffers;
  /// The first row of the block in a table's column 0.
  const double *_Nullable columns;
  /// The distance from a column to the next.
  ptrdiff_t stride;
  /// A multiple of ROW_LANES, not above ROW_BLOCK.
  ptrdiff_t rows;
} RowBlock;

/// The loss of a residual.
enum __attribute__((enum_extensibility(closed))) RowLossShape : uint8_t {
  /// ½r² within δ, δ(|r| − ½δ) beyond.
  RowLossShapeHuber,
  /// ½δ² ln(1 + (r/δ)²).
  RowLossShapeCauchy,
};
typedef enum RowLossShape RowLossShape;

/// A loss times a scale.
typedef struct {
  RowLossShape shape;
  double delta, scale;
} RowLoss;

/// The residuals of a block: value − target, each counted `weights` times.
typedef struct {
  const double *value;
  const double *target;
  const double *weights;
  /// 1 / prediction where `value` is the prediction's logarithm; else null.
  const double *_Nullable reciprocal;
} RowResiduals;

/// What products with derivatives of the predictions need of each row's loss.
typedef struct {
  /// Weight · first derivative of the loss by the prediction.
  double *slope;
  /// Weight of a product of two first derivatives in the second derivatives of the loss; null where not asked for.
  double *_Nullable bend;
  /// The same in the Gauss–Newton model.
  double *unit;
} RowLossTerms;

/// One version of the loops.
typedef struct {
  /// Runs the instructions over a block.
  void (*run)(const RowInstruction *instructions, size_t count, const RowBlock *block);
  /// Σ weight · loss.
  double (*loss)(RowLoss loss, const RowResiduals *residuals, ptrdiff_t rows);
  /// The same, and each row's terms.
  double (*terms)(RowLoss loss, const RowResiduals *residuals, ptrdiff_t rows, const RowLossTerms *terms);
  /// Adds Σ w a to each column a's sum.
  void (*addDots)(const double *w, const double *_Nonnull const *_Nonnull columns, size_t count, ptrdiff_t rows, double *sums);
  /// Adds Σ w a² to each column a's sum.
  void (*addSquares)(
      const double *w, const double *_Nonnull const *_Nonnull columns, size_t count, ptrdiff_t rows, double *sums);
  /// Adds Σ w a b to the lower triangle of a matrix, for all pairs of columns.
  void (*addProducts)(
      const double *w, const double *_Nonnull const *_Nonnull columns, size_t count, ptrdiff_t rows, double *matrix);
} RowKernels;

/// The sets of vector instructions, oldest first.
enum __attribute__((enum_extensibility(closed))) RowInstructionSet : uint8_t {
  /// What every processor of the architecture has: two doubles to a register of x86-64 or arm64.
  RowInstructionSetBaseline,
  /// Four doubles to a register of x86-64.
  RowInstructionSetAvx2,
  /// Eight.
  RowInstructionSetAvx512,
};
typedef enum RowInstructionSet RowInstructionSet;

/// Whether this processor has a set.
bool isoloss_has_instruction_set(RowInstructionSet set);
/// The newest set that this processor has.
RowInstructionSet isoloss_fastest_instruction_set(void);
/// The version for a set, or the baseline where this processor lacks it.
const RowKernels *isoloss_row_kernels(RowInstructionSet set);

// One number at a time, to the last bit that of a row.

double isoloss_exp(double x);
double isoloss_log(double x);
double isoloss_log2(double x);
double isoloss_log10(double x);
double isoloss_power(double base, double exponent);

#pragma clang assume_nonnull end
#endif
