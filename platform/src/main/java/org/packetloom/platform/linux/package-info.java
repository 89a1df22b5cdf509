// SPDX-License-Identifier: Apache-2.0
/**
 * Linux on x86-64 and aarch64, with glibc or musl.
 *
 * <p>{@code SystemCalls} is the system as Java methods, those of the C library behind it. {@code
 * ReactorTransfer} attempts the calls; {@code EpollPoller} and {@code PollPoller} tell when to
 * attempt them again. Names in snake case and in capitals are those of the C headers.
 */
@NullMarked
package org.packetloom.platform.linux;

import org.jspecify.annotations.NullMarked;
