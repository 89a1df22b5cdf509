// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.JvmSignals;
import org.packetloom.platform.SignalSource;

/**
 * The signals of a process on Linux: those of its virtual machine, as no other way is safe.
 *
 * <p>signalfd(2) and sigtimedwait(2) need threads that all block the signal, and those of the
 * virtual machine do not; sigaction(2) with an upcall ends the virtual machine if the signal meets
 * a thread that runs Java. See the decisions on signals.
 */
final class LinuxSignals {
  /** Chooses another signal than USR2 to suspend threads by; read by HotSpot as it starts. */
  private static final String VARIABLE = "_JAVA_SR_SIGNUM";

  private static final int SIGSEGV = 11; // asm-generic/signal.h

  private static final int SIGUSR2 = 12; // asm-generic/signal.h

  /** The one of the process. */
  static final SignalSource SOURCE =
      new SignalSource(JvmSignals.of(isUsr2Free(System.getenv().getOrDefault(VARIABLE, ""))));

  private LinuxSignals() {}

  /** Whether HotSpot takes another signal; it takes no notice of numbers up to SIGSEGV. */
  static boolean isUsr2Free(String chosen) {
    try {
      int number = Integer.parseInt(chosen);
      return number > SIGSEGV && number != SIGUSR2;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
