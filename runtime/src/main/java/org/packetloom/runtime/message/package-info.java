// SPDX-License-Identifier: Apache-2.0
/**
 * The message layer: connections of messages over datagrams, as pure state machines and as drivers.
 *
 * <p>{@code WIRE.md} beside this file is the format of its datagrams, byte by byte.
 */
@NullMarked
package org.packetloom.runtime.message;

import org.jspecify.annotations.NullMarked;
