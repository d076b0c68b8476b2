// All loops in the version VERSION.

INLINE Lanes NAMED(load)(const double *from) {
  Lanes value;
  memcpy(&value, from, sizeof value);
  return value;
}
INLINE void NAMED(store)(double *to, Lanes value) { memcpy(to, &value, sizeof value); }

#include "elementary.h"
#include "program.h"
#include "sums.h"

static const RowKernels NAMED(kernels) = {
    .run = NAMED(run),
    .loss = NAMED(loss),
    .terms = NAMED(terms),
    .addDots = NAMED(addDots),
    .addSquares = NAMED(addSquares),
    .addProducts = NAMED(addProducts),
};
