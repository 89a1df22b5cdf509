// SPDX-License-Identifier: Apache-2.0
/**
 * Linux on x86-64 and aarch64, with glibc or musl.
 *
 * <p>{@code SystemCalls} adds to the calls of every Unix those that only Linux has, and {@code
 * LinuxSystem} says what Linux differs in from other Unixes. {@code EpollPoller} and {@code
 * UringPoller} tell when to attempt calls again. Names in snake case and in capitals are those of
 * the C headers.
 */
@NullMarked
package org.packetloom.platform.linux;

import org.jspecify.annotations.NullMarked;
