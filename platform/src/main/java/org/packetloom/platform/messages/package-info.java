// SPDX-License-Identifier: Apache-2.0
/** What the batches of datagrams of all systems have in common: the memory of their messages. */
@NullMarked
package org.packetloom.platform.messages;

import org.jspecify.annotations.NullMarked;
