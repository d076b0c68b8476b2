// Exponential, logarithms and powers of LANES numbers at once, in the version VERSION.
//
// Only additions, multiplications, divisions and selections, each rounded as IEEE 754 says, whereas the C library picks
// another algorithm where it finds fused multiply-add. No table: looking one up costs more than the polynomial that does
// without it.

/// e^x within 0.9 units in the last place: 0 below −708.39, where results would lose digits, ∞ above 709.78, missing
/// where x is.
INLINE Lanes NAMED(exp)(Lanes x) {
  // x = k ln 2 + r; adding 1.5·2⁵² rounds to a whole number, whose bits are then the lowest ones.
  const double shifter = 0x1.8p52;
  const Lanes rounded = x * 1.442695040888963387 + shifter;
  const Lanes k = rounded - shifter;
  // r = high − low; the product of k and the upper digits of ln 2 is exact.
  const Lanes high = x - k * 6.93147180369123816490e-01;
  const Lanes low = k * 1.90821492927058770002e-10;
  const Lanes r = high - low;
  // e^r = 1 + r + r² q(r), q of least relative error in |r| ≤ ½ ln 2 by reweighted least squares.
  const Lanes r2 = r * r;
  const Lanes r4 = r2 * r2;
  const Lanes first = (0x1.000000000000ap-1 + r * 0x1.55555555554fap-3) + r2 * (0x1.555555555086bp-5 + r * 0x1.1111111127c33p-7);
  const Lanes second = (0x1.6c16c1842e1b6p-10 + r * 0x1.a01a012a4590cp-13) + r2 * (0x1.a0199a00fabf6p-16 + r * 0x1.71df256896b1ap-19);
  const Lanes third = 0x1.28ad7dbed0f3ap-22 + r * 0x1.ad7f680ebaf4fp-26;
  const Lanes q = first + r4 * (second + r4 * third);
  const Lanes mantissa = 1 + (high + (r2 * q - low));
  // k goes into the exponent.
  Lanes result = (Lanes)((LaneBits)mantissa + ((LaneBits)rounded << 52));
  result = x < -708.39 ? (Lanes)0 : result;
  result = x > 709.78 ? (Lanes)__builtin_inf() : result;
  return x != x ? x : result;
}

/// x = 2^e (1 + f) with 1 + f between √½ and √2.
INLINE void NAMED(split)(Lanes argument, Lanes *e, Lanes *f) {
  const Lanes x = argument < 0x1p-1022 ? argument * 0x1p54 : argument;
  const uint64_t root = 0x3FE6A09E667F3BCD;
  const LaneBits shifted = (LaneBits)x + (0x3FF0000000000000 - root);
  // The exponent's bits under those of 2⁵² are 2⁵² plus the exponent.
  const Lanes exponent = (Lanes)((shifted >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  *e = argument < 0x1p-1022 ? exponent - 54 : exponent;
  *f = (Lanes)((shifted & 0x000FFFFFFFFFFFFF) + root) - 1;
}

/// log(1 + f) = f − rest, as fdlibm computes it.
INLINE Lanes NAMED(rest)(Lanes f, Lanes small) {
  const Lanes s = f / (f + 2);
  const Lanes z = s * s;
  const Lanes w = z * z;
  const Lanes even = w * (w * (w * 1.531383769920937332e-01 + 2.222219843214978396e-01) + 3.999999999940941908e-01);
  const Lanes odd = z * (w * (w * (w * 1.479819860511658591e-01 + 1.818357216161805012e-01) + 2.857142874366239149e-01) + 6.666666666666735130e-01);
  const Lanes half = f * f * 0.5;
  return half - (s * (half + (even + odd)) + small);
}

/// What a logarithm is at the ends: −∞ at 0, missing below.
INLINE Lanes NAMED(edges)(Lanes value, Lanes argument) {
  Lanes result = argument == __builtin_inf() ? argument : value;
  result = argument == 0 ? (Lanes)-__builtin_inf() : result;
  return argument >= 0 ? result : (Lanes)__builtin_nan("");
}

/// The natural logarithm within one unit in the last place.
INLINE Lanes NAMED(log)(Lanes x) {
  Lanes e, f;
  NAMED(split)(x, &e, &f);
  const Lanes rest = NAMED(rest)(f, e * 1.90821492927058770002e-10);
  return NAMED(edges)(e * 6.93147180369123816490e-01 - (rest - f), x);
}

/// The logarithm to base 2: exact for powers of 2.
INLINE Lanes NAMED(log2)(Lanes x) {
  Lanes e, f;
  NAMED(split)(x, &e, &f);
  return NAMED(edges)(e + (f - NAMED(rest)(f, 0)) * 1.4426950408889634, x);
}

/// The logarithm to base 10: exact for powers of 10.
INLINE Lanes NAMED(log10)(Lanes x) {
  Lanes e, f;
  NAMED(split)(x, &e, &f);
  const Lanes natural = f - NAMED(rest)(f, 0);
  const Lanes low = e * 3.69423907715893078616e-13 + natural * 4.34294481903251816668e-01;
  return NAMED(edges)(low + e * 3.01029995663611771306e-01, x);
}

/// A power from its base's logarithm, within |y log x| units in the last place; of other bases one by one.
INLINE Lanes NAMED(powerFromLog)(Lanes base, Lanes exponent, Lanes logarithm) {
  Lanes result = NAMED(exp)(exponent * logarithm);
  if (__builtin_reduce_or((LaneBits)!(base > 0)))
    for (int lane = 0; lane < LANES; lane++)
      if (!(base[lane] > 0)) result[lane] = powerOfOther(base[lane], exponent[lane]);
  return result;
}

/// A power, without a logarithm where the exponent is simple.
INLINE Lanes NAMED(power)(Lanes base, Lanes exponent) {
  Lanes result = NAMED(powerFromLog)(base, exponent, NAMED(log)(base));
  result = exponent == 2 ? base * base : result;
  result = exponent == 3 ? base * base * base : result;
  result = exponent == 1 ? base : result;
  result = exponent == 0.5 ? __builtin_elementwise_sqrt(base) : result;
  return exponent == -1 ? 1 / base : result;
}
