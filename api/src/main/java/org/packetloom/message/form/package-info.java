// SPDX-License-Identifier: Apache-2.0
/** How values of each type lie in a message; used by {@link org.packetloom.message.Codec} alone. */
@NullMarked
package org.packetloom.message.form;

import org.jspecify.annotations.NullMarked;
