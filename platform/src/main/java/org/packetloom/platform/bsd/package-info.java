// SPDX-License-Identifier: Apache-2.0
/**
 * macOS and the BSDs: {@code KqueuePoller} tells when to attempt calls again, and {@code
 * KeventLayout} says what a {@code struct kevent} of each system looks like.
 */
@NullMarked
package org.packetloom.platform.bsd;

import org.jspecify.annotations.NullMarked;
