#ifndef ISOLOSS_SCHEMAS_H
#define ISOLOSS_SCHEMAS_H
#include <stddef.h>

#pragma clang assume_nonnull begin

/// How many schemas the binary carries.
size_t isoloss_schema_count(void);
/// What the schema describes, for example "fit" for the file fit.schema.json.
const char *isoloss_schema_name(size_t index);
/// The file's bytes: UTF-8 without a terminating zero.
const unsigned char *isoloss_schema_bytes(size_t index);
/// How many bytes.
size_t isoloss_schema_size(size_t index);

#pragma clang assume_nonnull end
#endif
