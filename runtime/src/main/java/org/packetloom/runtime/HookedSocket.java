// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.util.List;
import java.util.Set;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorUri;
import org.packetloom.FreshSocket;
import org.packetloom.SocketHook;

/** A connector that is being opened, as hooks see it, for as long as they run. */
final class HookedSocket implements FreshSocket {
  private final DescriptorConnector connector;

  /** Set when the hooks have returned. */
  private volatile boolean isOver;

  private HookedSocket(DescriptorConnector connector) {
    this.connector = connector;
  }

  /** Has each hook do its work, in order; the first that throws is the last. */
  static void run(List<SocketHook> hooks, DescriptorConnector connector) throws IOException {
    HookedSocket socket = new HookedSocket(connector);
    try {
      for (SocketHook hook : hooks) {
        hook.prepare(socket);
      }
    } finally {
      socket.isOver = true;
    }
  }

  private DescriptorConnector connector() {
    if (isOver) {
      throw new IllegalStateException("the hook has returned");
    }
    return connector;
  }

  @Override
  public ConnectorUri uri() {
    return connector().uri();
  }

  @Override
  public ProtocolFamily family() throws IOException {
    return connector().option(ConnectorOptions.SO_DOMAIN);
  }

  @Override
  public int descriptor() {
    return connector().handle().descriptor();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return connector().option(option);
  }

  @Override
  public <T> FreshSocket option(SocketOption<T> option, T value) throws IOException {
    connector().setOption(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return connector().supportedOptions();
  }
}
