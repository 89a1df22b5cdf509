// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between the runtime and an operating system.
 *
 * <p>This module is an island: descriptors, readiness, completion, errno, and nothing above them.
 * To bring Packetloom to another operating system, write a package beside {@code linux} and tick
 * off this list:
 *
 * <ol>
 *   <li>A {@link org.packetloom.platform.Platform}, chosen in {@link
 *       org.packetloom.platform.Platforms} and nowhere else.
 *   <li>{@link org.packetloom.platform.Descriptors}: open, bind, listen, options, addresses, close.
 *       None of these calls may wait. Every descriptor is close-on-exec and non-blocking from
 *       birth.
 *   <li>One or more {@link org.packetloom.platform.Poller}s, fastest first, each with a factory
 *       that can say why it is not to be had.
 *   <li>A {@link org.packetloom.platform.Transfer} for each kind of descriptor and poller: one
 *       attempt that is done, or pending until {@link org.packetloom.platform.Readiness} is told.
 *       Reactors attempt a system call; proactors submit one and report its result at the next
 *       attempt.
 *   <li>A {@link org.packetloom.platform.Watch} for each poller: readiness without attempts,
 *       level-triggered or once, changed by any thread at any time. A proactor asks again for what
 *       is level-triggered, and keeps no open file once a watch has ended.
 *   <li>A {@link org.packetloom.platform.SignalTaker}: {@link org.packetloom.platform.JvmSignals}
 *       if the system has nothing better.
 *   <li>{@link org.packetloom.platform.Errors}: a name and a kind for every error number.
 *   <li>Constants with the header they come from, and layouts per processor architecture; both
 *       checked by a test against the output of a C program.
 *   <li>EINTR is never seen above; timeouts are rounded up to the clock of the call.
 *   <li>The abstract suites of this module's tests, extended by one small class per poller.
 * </ol>
 *
 * <p><b>Results.</b> Calls return a non-negative value when done, {@link
 * org.packetloom.platform.Transfer#NOT_READY} when pending, and otherwise the negated error number,
 * which only {@link org.packetloom.platform.Errors} interprets. Exceptions are for programming
 * errors, and for a poller that is broken.
 */
@NullMarked
package org.packetloom.platform;

import org.jspecify.annotations.NullMarked;
