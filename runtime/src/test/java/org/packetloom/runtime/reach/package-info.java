// SPDX-License-Identifier: Apache-2.0
/**
 * What GraalVM has to know before it makes a native image: gathered from the bindings of every
 * operating system, none of which is linked, and from what classes look up by name.
 */
@NullMarked
package org.packetloom.runtime.reach;

import org.jspecify.annotations.NullMarked;
