#include "include/CKernels.h"
#include "lanes.h"
#include <math.h>

// Vectors are arguments of inlined functions alone.
#pragma clang diagnostic ignored "-Wpsabi"
// A processor that could fuse may not: the others cannot.
#pragma STDC FP_CONTRACT OFF

/// A power of a base that is not positive, whose exponent is not a simple one.
static __attribute__((noinline)) double powerOfOther(double base, double exponent);

// MARK: One number at a time

#define VERSION scalar
#define LANES 2
#include "elementary.h"

double isoloss_exp(double x) { return exp_scalar(x)[0]; }
double isoloss_log(double x) { return log_scalar(x)[0]; }
double isoloss_log2(double x) { return log2_scalar(x)[0]; }
double isoloss_log10(double x) { return log10_scalar(x)[0]; }
double isoloss_power(double base, double exponent) { return power_scalar(base, exponent)[0]; }

static double powerOfOther(double base, double exponent) {
  // The C library's results for finite numbers other than 0 depend on the processor.
  if (base < 0 && isfinite(base) && isfinite(exponent) && exponent == floor(exponent)) {
    const double size = isoloss_exp(exponent * isoloss_log(-base));
    return fmod(exponent, 2) == 0 ? size : -size;
  }
  return pow(base, exponent);
}

#undef LANES
#undef VERSION

// MARK: Rows

#define LANES 8

#define VERSION baseline
#define TILE 2
#include "version.h"
#undef TILE
#undef VERSION

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define VERSION avx2
#define TILE 4
#include "version.h"
#undef TILE
#undef VERSION
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl"))), apply_to = function)
#define VERSION avx512
#define TILE 4
#include "version.h"
#undef TILE
#undef VERSION
#pragma clang attribute pop
#endif

bool isoloss_has_instruction_set(RowInstructionSet set) {
  switch (set) {
  case RowInstructionSetBaseline: return true;
#if defined(__x86_64__)
  case RowInstructionSetAvx2: return __builtin_cpu_supports("avx2");
  case RowInstructionSetAvx512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
           && __builtin_cpu_supports("avx512vl");
#endif
  default: return false;
  }
}

RowInstructionSet isoloss_fastest_instruction_set(void) {
  if (isoloss_has_instruction_set(RowInstructionSetAvx512)) return RowInstructionSetAvx512;
  if (isoloss_has_instruction_set(RowInstructionSetAvx2)) return RowInstructionSetAvx2;
  return RowInstructionSetBaseline;
}

const RowKernels *isoloss_row_kernels(RowInstructionSet set) {
#if defined(__x86_64__)
  if (isoloss_has_instruction_set(set)) {
    if (set == RowInstructionSetAvx512) return &kernels_avx512;
    if (set == RowInstructionSetAvx2) return &kernels_avx2;
  }
#else
  (void)set;
#endif
  return &kernels_baseline;
}
