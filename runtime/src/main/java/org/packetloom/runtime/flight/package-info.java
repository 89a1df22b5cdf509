// SPDX-License-Identifier: Apache-2.0
/** What the JDK's flight recorder is told; does without where there is none. */
@NullMarked
package org.packetloom.runtime.flight;

import org.jspecify.annotations.NullMarked;
