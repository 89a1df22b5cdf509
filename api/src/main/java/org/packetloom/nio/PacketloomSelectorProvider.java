// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import org.packetloom.Packetloom;
import org.packetloom.spi.SocketStages;

/**
 * Makes channels and selectors on Packetloom, in place of the JDK's own.
 *
 * <p>For a whole JVM it is named by the system property {@code
 * java.nio.channels.spi.SelectorProvider}; then {@link SocketChannel#open()} and its like make
 * channels of this package. Channels of another provider cannot be registered with its selectors,
 * nor its channels with theirs.
 */
public final class PacketloomSelectorProvider extends SelectorProvider {
  /** A pipe whose first end reads what the second writes. */
  private static final String ONE_WAY = "anon://?direction=read";

  /** Whose sockets they are; the toolkit is opened with the first of them. */
  private final Toolkit toolkit;

  /** Gives the toolkit, and may open it first. */
  @FunctionalInterface
  private interface Toolkit {
    Packetloom get() throws IOException;
  }

  /** Makes channels of {@link Packetloom#shared()}, which is opened with the first of them. */
  public PacketloomSelectorProvider() {
    this(Packetloom::shared);
  }

  private PacketloomSelectorProvider(Toolkit toolkit) {
    this.toolkit = toolkit;
  }

  /**
   * A provider of channels of one toolkit.
   *
   * @param loom closing it closes the channels
   * @return a new provider
   */
  public static PacketloomSelectorProvider of(Packetloom loom) {
    Objects.requireNonNull(loom, "loom");
    return new PacketloomSelectorProvider(() -> loom);
  }

  Packetloom packetloom() throws IOException {
    return toolkit.get();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return openDatagramChannel(StandardProtocolFamily.INET6);
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return new LoomDatagramChannel(this, stages().datagrams(family));
  }

  @Override
  public Pipe openPipe() throws IOException {
    return new LoomPipe(this, packetloom().pair(ONE_WAY));
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return LoomSelector.open(this);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return openServerSocketChannel(StandardProtocolFamily.INET6);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return new LoomServerSocketChannel(this, stages().listener(family));
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return openSocketChannel(StandardProtocolFamily.INET6);
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return new LoomSocketChannel(this, stages().stream(family));
  }

  private SocketStages stages() throws IOException {
    return packetloom().stages();
  }
}
