// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Passable;
import org.packetloom.PeerCredentials;
import org.packetloom.PeerProcess;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Records over a Unix-domain socket, or over both ends of a pair of them. */
final class LocalRecords extends TwoWayConnector implements LocalStreamConnector {
  private final Handle in;
  private final Handle out;
  private final LocalMessages messages;
  private final RecordInput input;
  private final RecordOutput output;

  private LocalRecords(Opening opening, ConnectorUri uri, int in, int out) {
    super(opening, uri, OptionTable.LOCAL);
    this.in = new Handle(opening.engine(), in, DescriptorKind.SEQPACKET, entry);
    this.out =
        in == out ? this.in : new Handle(opening.engine(), out, DescriptorKind.SEQPACKET, entry);
    this.messages = new LocalMessages(this, this.in, this.out, SocketType.SEQPACKET);
    boolean isBlocking = opening.settings().isBlocking();
    this.input = new RecordInput(this, this.in, messages, isBlocking);
    this.output = new RecordOutput(this, this.out, messages, isBlocking);
    this.in.timeoutNanos(Transfer.READ, Settings.nanos(opening.settings().readTimeout()));
    this.out.timeoutNanos(Transfer.WRITE, Settings.nanos(opening.settings().writeTimeout()));
  }

  /** Over a descriptor that goes both ways; owns it from now on. */
  static LocalRecords over(Opening opening, ConnectorUri uri, int both) {
    return new LocalRecords(opening, uri, both, both);
  }

  /** Over a descriptor to read from and one to write to; owns both from now on. */
  static LocalRecords over(Opening opening, ConnectorUri uri, int in, int out) {
    return new LocalRecords(opening, uri, in, out);
  }

  @Override
  Handle handle() {
    return in;
  }

  @Override
  final Handle writer() {
    return out;
  }

  @Override
  Behaviour behaviour() {
    return Behaviour.SEQPACKET;
  }

  /** Records come with their time, and the end without: that is how they are told apart. */
  @Override
  void begin() throws IOException {
    int result = opening.descriptors().setting(in.descriptor(), SocketSetting.TIMESTAMPS, 1);
    opening.failures().ensure("prepare", uri().toString(), result);
  }

  // ---- reading

  @Override
  public int read(ByteBuffer destination) throws IOException {
    return input.read(destination);
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destination.length);
    return input.read(ByteBuffer.wrap(destination, offset, length));
  }

  @Override
  public void readFully(ByteBuffer destination) throws IOException {
    input.readFully(destination);
  }

  @Override
  public int tryRead(ByteBuffer destination) throws IOException {
    return input.tryRead(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    return input.read(destinations, offset, length);
  }

  @Override
  public LocalMessage receive(ByteBuffer destination, int mostDescriptors) throws IOException {
    return messages.receive(destination, mostDescriptors);
  }

  @Override
  public Optional<LocalMessage> tryReceive(ByteBuffer destination, int mostDescriptors)
      throws IOException {
    return messages.tryReceive(destination, mostDescriptors);
  }

  // ---- writing

  @Override
  public int write(ByteBuffer source) throws IOException {
    return output.write(source);
  }

  @Override
  public int write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    return output.write(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    return output.tryWrite(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    return output.write(sources, offset, length);
  }

  @Override
  public void send(ByteBuffer source, List<? extends Passable> passed) throws IOException {
    messages.send(source, passed, NativeAddress.None.NONE, Optional.empty());
  }

  // ---- names, counts and views

  @Override
  public Optional<SocketAddress> peerAddress() {
    return farAddress();
  }

  @Override
  public PeerCredentials peerCredentials() throws IOException {
    return LocalPeer.credentials(this);
  }

  @Override
  public PeerProcess peerProcess() throws IOException {
    return LocalPeer.process(this);
  }

  @Override
  public long bytesRead() {
    return in.bytes(Transfer.READ);
  }

  @Override
  public long bytesWritten() {
    return out.bytes(Transfer.WRITE);
  }

  @Override
  public InputStream inputStream() {
    return input.view();
  }

  @Override
  public OutputStream outputStream() {
    return output.view();
  }

  // ---- ending

  @Override
  public StreamConnector shutdownInput() throws IOException {
    shutdown(in, Transfer.READ);
    in.endInput();
    return this;
  }

  @Override
  public StreamConnector shutdownOutput() throws IOException {
    shutdown(out, Transfer.WRITE);
    return this;
  }

  private void shutdown(Handle handle, int direction) throws IOException {
    handle.enter("shut down");
    try {
      int result = opening.descriptors().shutdown(handle.descriptor(), direction);
      opening.failures().ensure("shut down", endpoints(direction), result);
    } finally {
      handle.leave();
    }
  }
}
