// SPDX-License-Identifier: Apache-2.0
/**
 * What servers have in common, those with a thread for each connection and those of a reactor; for
 * the packages around this one alone.
 */
@NullMarked
package org.packetloom.serving;

import org.jspecify.annotations.NullMarked;
