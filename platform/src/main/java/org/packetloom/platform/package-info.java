// SPDX-License-Identifier: Apache-2.0
/** What the runtime needs from an operating system, free of any one of them. */
@NullMarked
package org.packetloom.platform;

import org.jspecify.annotations.NullMarked;
