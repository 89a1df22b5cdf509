// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.packetloom.BufferConsumer;
import org.packetloom.StreamConnector;

/** A stream of a half that reads and a half that writes: hands each call to its half. */
abstract class SidedStream implements StreamConnector, Unnamed {
  /** The half that reads; always the same. */
  abstract ReadSide in();

  /** The half that writes; always the same. */
  abstract WriteSide out();

  // ---- reading

  @Override
  public final int read(ByteBuffer destination) throws IOException {
    return in().read(ReadSide.ensureWritable(destination));
  }

  @Override
  public final int read(byte[] destination, int offset, int length) throws IOException {
    return in().read(ByteBuffer.wrap(destination, offset, length));
  }

  @Override
  public final void readFully(ByteBuffer destination) throws IOException {
    in().readFully(ReadSide.ensureWritable(destination));
  }

  @Override
  public final int tryRead(ByteBuffer destination) throws IOException {
    return in().tryRead(ReadSide.ensureWritable(destination));
  }

  @Override
  public final long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    for (int i = offset; i < offset + length; i++) {
      ByteBuffer unused = ReadSide.ensureWritable(destinations[i]);
    }
    return in().read(destinations, offset, length);
  }

  // ---- looking ahead

  @Override
  public final int peek(ByteBuffer destination) throws IOException {
    return in().ahead().peek(ReadSide.ensureWritable(destination));
  }

  @Override
  public final void unread(ByteBuffer source) throws IOException {
    in().ahead().unread(source);
  }

  @Override
  public final int readUntil(byte delimiter, ByteBuffer destination) throws IOException {
    return in().ahead().readUntil(delimiter, ReadSide.ensureWritable(destination));
  }

  @Override
  public final int receive(BufferConsumer consumer) throws IOException {
    return in().ahead().receive(consumer);
  }

  @Override
  public final boolean isAlive() {
    return in().ahead().isAlive();
  }

  // ---- writing

  @Override
  public final int write(ByteBuffer source) throws IOException {
    return out().write(source);
  }

  @Override
  public final int write(byte[] source, int offset, int length) throws IOException {
    return out().write(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public final int tryWrite(ByteBuffer source) throws IOException {
    return out().tryWrite(source);
  }

  @Override
  public final long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    return out().write(sources, offset, length);
  }

  @Override
  public final long sendFile(FileChannel file, long position, long count) throws IOException {
    return out().sendFile(file, position, count);
  }

  @Override
  public final long bytesRead() {
    return in().count();
  }

  @Override
  public final long bytesWritten() {
    return out().count();
  }

  @Override
  public final boolean isAwaitingInput() {
    return in().isWaiting();
  }

  @Override
  public final boolean isAwaitingOutput() {
    return out().isWaiting();
  }
}
