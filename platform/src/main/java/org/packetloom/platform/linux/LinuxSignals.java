// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.JvmSignals;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.SuspensionSignal;

/**
 * The signals of a process on Linux: those of its virtual machine, as no other way is safe.
 *
 * <p>signalfd(2) and sigtimedwait(2) need threads that all block the signal, and those of the
 * virtual machine do not; sigaction(2) with an upcall ends the virtual machine if the signal meets
 * a thread that runs Java. See the decisions on signals.
 */
final class LinuxSignals {
  private static final int SIGSEGV = 11; // asm-generic/signal.h
  private static final int SIGUSR2 = 12; // asm-generic/signal.h
  private static final int SIGRTMAX = 64; // asm-generic/signal.h, _NSIG
  private static final int FREE = 40; // a real-time signal

  /** HotSpot leaves those up to SIGSEGV to what they stand for. */
  static final SuspensionSignal SUSPENSION =
      new SuspensionSignal(SIGUSR2, SIGSEGV + 1, SIGRTMAX, FREE);

  /** The one of the process. */
  static final SignalSource SOURCE = new SignalSource(JvmSignals.of(SUSPENSION));

  private LinuxSignals() {}
}
