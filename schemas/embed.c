// The JSON Schemas of this folder as constants in the binary; a schema is a file, a constant and a line of `entries`.
// `#embed` is C23; Swift's own clang takes it in every mode and would only say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "include/Schemas.h"

static const unsigned char fit[] = {
#embed "fit.schema.json"
};
static const unsigned char report[] = {
#embed "report.schema.json"
};

struct entry {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

static const struct entry entries[] = {
    {"fit", fit, sizeof fit},
    {"report", report, sizeof report},
};

size_t isoloss_schema_count(void) { return sizeof entries / sizeof entries[0]; }
const char *isoloss_schema_name(size_t index) { return entries[index].name; }
const unsigned char *isoloss_schema_bytes(size_t index) { return entries[index].bytes; }
size_t isoloss_schema_size(size_t index) { return entries[index].count; }
