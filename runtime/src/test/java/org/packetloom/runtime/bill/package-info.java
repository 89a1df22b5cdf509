// SPDX-License-Identifier: Apache-2.0
/** The bills of materials that the jars carry, compared with what they are made of. */
@NullMarked
package org.packetloom.runtime.bill;

import org.jspecify.annotations.NullMarked;
