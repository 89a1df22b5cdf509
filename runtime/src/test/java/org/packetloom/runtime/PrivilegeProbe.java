// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.AccessRefusedException;
import org.packetloom.ConnectorOptions;
import org.packetloom.Listener;
import org.packetloom.Packetloom;

/** Run by a process without privileges: prints the options whose setting it is refused. */
final class PrivilegeProbe {
  private final List<String> refused = new ArrayList<>();

  private PrivilegeProbe() {}

  public static void main(String[] arguments) throws IOException {
    PrivilegeProbe probe = new PrivilegeProbe();
    try (Packetloom loom = Packetloom.open();
        Listener listener = loom.listen("tcp4://127.0.0.1:0?device=lo")) {
      probe.attempt(listener, ConnectorOptions.SO_MARK, 7L);
      probe.attempt(listener, ConnectorOptions.SO_PRIORITY, 7);
      probe.attempt(listener, ConnectorOptions.IP_TRANSPARENT, true);
      probe.attempt(listener, ConnectorOptions.SO_BINDTODEVICE, "");
      probe.attempt(listener, ConnectorOptions.IP_FREEBIND, true);
      probe.attempt(listener, ConnectorOptions.SO_PRIORITY, 6);
    }
    System.out.println("refused: " + String.join(" ", probe.refused));
  }

  private <T> void attempt(Listener listener, SocketOption<T> option, T value) throws IOException {
    try {
      listener.option(option, value);
    } catch (AccessRefusedException e) {
      if (!e.getMessage().contains("set " + option) || !e.errorName().equals("EPERM")) {
        throw e;
      }
      refused.add(option.name());
    }
  }
}
