// SPDX-License-Identifier: Apache-2.0
/** What authors of schemes and of runtimes implement. */
@NullMarked
package org.packetloom.spi;

import org.jspecify.annotations.NullMarked;
