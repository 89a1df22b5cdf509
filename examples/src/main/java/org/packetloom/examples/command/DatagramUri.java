// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.Destination;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The address of a server of messages: something of UDP. */
final class DatagramUri {
  private DatagramUri() {}

  /** Refuses other schemes. */
  static void ensureUdp(CommandSpec spec, ConnectorUri uri) {
    if (!uri.scheme().startsWith("udp")) {
      throw new ParameterException(spec.commandLine(), "'" + uri + "' is not of UDP");
    }
  }

  /** Binds a connector that talks to a server and nobody else. */
  static DatagramConnector connect(Packetloom loom, ConnectorUri server) throws IOException {
    var address = (InetSocketAddress) Destination.address(loom, server);
    if (address.getPort() == 0) {
      throw new IOException("connect " + server + ": it names no port");
    }
    var socket = Destination.bindFor(loom, address);
    try {
      return socket.connect(address);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
