// SPDX-License-Identifier: Apache-2.0
/** The one place that sees both the interfaces and the operating system. */
@NullMarked
package org.packetloom.runtime;

import org.jspecify.annotations.NullMarked;
