#ifndef ISOLOSS_TEMPLATES_H
#define ISOLOSS_TEMPLATES_H
#include <stddef.h>

#pragma clang assume_nonnull begin

/// How many files the binary carries.
size_t isoloss_template_count(void);
/// The file's name, for example "page.mustache".
const char *isoloss_template_name(size_t index);
/// The file's bytes: UTF-8 without a terminating zero.
const unsigned char *isoloss_template_bytes(size_t index);
/// How many bytes.
size_t isoloss_template_size(size_t index);

/// How many files the reports to start from and the workflows of hosted CI have.
size_t isoloss_example_count(void);
/// The file's path: the template's or service's name, then the path below the new folder.
const char *isoloss_example_name(size_t index);
/// The file's bytes.
const unsigned char *isoloss_example_bytes(size_t index);
/// How many bytes.
size_t isoloss_example_size(size_t index);

#pragma clang assume_nonnull end
#endif
