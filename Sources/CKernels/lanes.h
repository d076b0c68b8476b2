// Several doubles as one value, whatever the width of a register.
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef double Double2 __attribute__((ext_vector_type(2)));
typedef uint64_t Bits2 __attribute__((ext_vector_type(2)));
typedef double Double8 __attribute__((ext_vector_type(8)));
typedef uint64_t Bits8 __attribute__((ext_vector_type(8)));

#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)
/// The lanes of the functions that are being compiled: LANES is defined by who includes them.
#define Lanes JOINED(Double, LANES)
#define LaneBits JOINED(Bits, LANES)
/// A function's name in the version that is being compiled.
#define NAMED(name) JOINED(name##_, VERSION)
#define INLINE static inline __attribute__((always_inline))
