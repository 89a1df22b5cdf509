// SPDX-License-Identifier: Apache-2.0
/**
 * What Linux, macOS and the BSDs share, on 64-bit, little-endian processors.
 *
 * <p>{@code UnixCalls} is the system as Java methods, those of the C library behind it, and {@code
 * UnixSystem} what the systems differ in, as values: no code here asks which system it runs on.
 * {@code ReactorTransfer} attempts the calls; a poller, such as {@code PollPoller}, tells when to
 * attempt them again. Names in snake case and in capitals are those of the C headers.
 *
 * <p>A package of one system gives the values, the calls that only it has, and the subclasses of
 * the abstract classes.
 */
@NullMarked
package org.packetloom.platform.unix;

import org.jspecify.annotations.NullMarked;
