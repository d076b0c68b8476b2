#ifndef ISOLOSS_CODES_H
#define ISOLOSS_CODES_H
#include <stddef.h>

#pragma clang assume_nonnull begin

/// The bytes of codes.md: UTF-8 without a terminating zero.
const unsigned char *isoloss_codes_bytes(void);
/// How many bytes.
size_t isoloss_codes_size(void);

#pragma clang assume_nonnull end
#endif
