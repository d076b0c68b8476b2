// The page of every code of a finding as a constant in the binary.
// `#embed` is C23; Swift's own clang takes it in every mode and would only say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "include/Codes.h"

static const unsigned char codes[] = {
#embed "codes.md"
};

const unsigned char *isoloss_codes_bytes(void) { return codes; }
size_t isoloss_codes_size(void) { return sizeof codes; }
