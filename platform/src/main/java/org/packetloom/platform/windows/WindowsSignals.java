// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.EnumMap;
import java.util.Map;
import org.packetloom.platform.JvmSignals;
import org.packetloom.platform.SignalKind;
import org.packetloom.platform.SignalRefusal;
import org.packetloom.platform.SignalSource;

/**
 * The signals of a process on Windows: what consoles and the end of a session tell, as the virtual
 * machine names it.
 *
 * <pre>
 *   CTRL_C_EVENT                                             INT
 *   CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT TERM
 *   CTRL_BREAK_EVENT                                         none: the virtual machine dumps threads
 * </pre>
 *
 * <p>The virtual machine has a console control handler already, and a thread that runs handlers in
 * Java. One of our own (SetConsoleCtrlHandler with an upcall) would run before it, in a thread that
 * Windows makes for each event and that would have to be attached; it would learn nothing more,
 * could not hear CTRL_BREAK without taking the thread dumps away, and what was started with -Xrs
 * would be caught nevertheless.
 */
final class WindowsSignals {
  private static final SignalRefusal KEPT =
      new SignalRefusal(
          "the virtual machine keeps CTRL_BREAK, for thread dumps", "wait for INT or TERM instead");

  private static final SignalRefusal NONE =
      new SignalRefusal("Windows has no such signal", "wait for INT or TERM instead");

  /** The one of the process. */
  static final SignalSource SOURCE = new SignalSource(JvmSignals.without(refused()));

  private WindowsSignals() {}

  static Map<SignalKind, SignalRefusal> refused() {
    Map<SignalKind, SignalRefusal> refused = new EnumMap<>(SignalKind.class);
    for (SignalKind kind : SignalKind.values()) {
      switch (kind) {
        case INT, TERM -> {}
        case QUIT -> refused.put(kind, KEPT);
        case HUP, USR1, USR2 -> refused.put(kind, NONE);
      }
    }
    return refused;
  }
}
