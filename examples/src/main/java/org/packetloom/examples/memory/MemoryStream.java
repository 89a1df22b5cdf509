// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.SchemeContext;

/** One end of two pipes. */
final class MemoryStream extends AbstractStream {
  private final MemoryPipe in;
  private final MemoryPipe out;
  private final Optional<SocketAddress> local;
  private final Optional<SocketAddress> peer;

  MemoryStream(
      ConnectorUri uri,
      SchemeContext context,
      MemoryPipe in,
      MemoryPipe out,
      Optional<SocketAddress> local,
      Optional<SocketAddress> peer) {
    super(uri, context);
    this.in = in;
    this.out = out;
    this.local = local;
    this.peer = peer;
    in.onReadable(this::readable);
    out.onWritable(this::writable);
  }

  @Override
  protected int take(ByteBuffer destination) {
    return in.take(destination);
  }

  @Override
  protected boolean isReadable() {
    return in.isReadable();
  }

  @Override
  protected int put(ByteBuffer source) {
    return out.put(source);
  }

  @Override
  protected boolean isWritable() {
    return out.isWritable();
  }

  @Override
  protected int available() {
    return in.available();
  }

  @Override
  protected void inputEnded() {
    in.readerLeaves();
  }

  @Override
  protected void outputEnded() {
    out.writerLeaves();
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return local;
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return peer;
  }
}
