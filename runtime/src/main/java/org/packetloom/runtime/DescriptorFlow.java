// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.packetloom.BufferConsumer;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.ReceiveFlag;
import org.packetloom.SendFlag;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/** What streams over descriptors do beyond plain reads and writes. */
abstract class DescriptorFlow extends TwoWayConnector {
  /** What the reading and the writing descriptor can do, null until first asked. */
  private volatile @Nullable StreamTransfer inStream;

  private volatile @Nullable StreamTransfer outStream;

  DescriptorFlow(Opening opening, ConnectorUri uri, OptionTable options) {
    super(opening, uri, options);
  }

  abstract Input input();

  abstract Output output();

  /** Checks that writing was not shut down. */
  abstract void ensureOutput() throws IOException;

  final boolean isBlocking() {
    return input().isBlocking();
  }

  final StreamTransfer inStream() {
    StreamTransfer known = inStream;
    if (known == null) {
      known = input().handle().transfer().stream();
      inStream = known;
    }
    return known;
  }

  final StreamTransfer outStream() {
    StreamTransfer known = outStream;
    if (known == null) {
      known = output().handle().transfer().stream();
      outStream = known;
    }
    return known;
  }

  // ---- looking ahead

  private Ahead ahead() {
    Ahead known = input().ahead();
    return known == null ? input().beginAhead(freshAhead()) : known;
  }

  private Ahead freshAhead() {
    return new Ahead(input(), inStream(), opening.loom().buffers());
  }

  /** Bytes that were taken from the system and are still to be read. */
  final int keptBytes() {
    Ahead known = input().ahead();
    return (known == null ? 0 : known.count()) + input().handle().transfer().held();
  }

  @Override
  final boolean hasKept() {
    return input().hasKept();
  }

  @Override
  public final int peek(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      input().handle().ensureOpen("peek", Transfer.READ);
      return 0;
    }
    return ahead().peek(destination);
  }

  @Override
  public final void unread(ByteBuffer source) throws IOException {
    ahead().unread(source);
  }

  @Override
  public final int readUntil(byte delimiter, ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      input().handle().ensureOpen("read until", Transfer.READ);
      return 0;
    }
    return ahead().readUntil(delimiter, destination);
  }

  @Override
  public final int receive(BufferConsumer consumer) throws IOException {
    return ahead().receive(consumer);
  }

  @Override
  public final boolean isAlive() {
    Ahead known = input().ahead();
    return (known == null ? freshAhead() : known).isAlive();
  }

  static void ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
  }

  // ---- flags

  @Override
  public final int read(ByteBuffer destination, ReceiveFlag... flags) throws IOException {
    ensureWritable(destination);
    boolean isAll = false;
    boolean isUrgent = false;
    for (ReceiveFlag flag : flags) {
      switch (flag) {
        case WAIT_ALL -> isAll = true;
        case OUT_OF_BAND -> isUrgent = true;
      }
    }
    if (!destination.hasRemaining()) {
      input().handle().ensureOpen("read", Transfer.READ);
      return 0;
    }
    if (isUrgent) {
      int result = input().tryReadUrgent(inStream(), destination);
      if (result == StreamTransfer.UNSUPPORTED) {
        throw unsupported("receive flag " + ReceiveFlag.OUT_OF_BAND);
      }
      return result;
    }
    return isAll ? input().readAll(destination) : input().read(destination);
  }

  @Override
  public final int write(ByteBuffer source, SendFlag... flags) throws IOException {
    ensureOutput();
    int bits = 0;
    for (SendFlag flag : flags) {
      bits |=
          switch (flag) {
            case MORE -> StreamTransfer.MORE;
            case OUT_OF_BAND -> StreamTransfer.URGENT;
            case DONT_ROUTE -> StreamTransfer.DONT_ROUTE;
          };
    }
    if (bits == 0) {
      return output().write(source);
    }
    int result = output().write(source, outStream(), bits);
    if (result == StreamTransfer.UNSUPPORTED) {
      throw unsupported("send flag " + flags[0]);
    }
    return result;
  }

  private CapabilityException unsupported(String flag) {
    return new CapabilityException(flag + " of " + uri(), "this kind of connector lacks it", "");
  }

  // ---- files

  @Override
  public final long sendFile(FileChannel file, long position, long count) throws IOException {
    ensureRange(position, count);
    ensureOutput();
    BufferPool.Loan loan = new BufferPool.Loan(opening.loom().buffers());
    try {
      ByteBuffer block = loan.borrow().memory();
      FileThreads threads = opening.loom().fileThreads();
      return output()
          .write(new FileSource.Copied(threads, file, block, position, count), outStream());
    } catch (RejectedExecutionException _) {
      throw Failures.closed("send file", endpoints(Transfer.WRITE));
    } finally {
      loan.giveBack();
    }
  }

  @Override
  public final long sendFile(Path file, long position, long count) throws IOException {
    ensureRange(position, count);
    ensureOutput();
    if (file.getFileSystem() == FileSystems.getDefault()) {
      long result = sendDirectly(file.toString(), position, count);
      if (result != StreamTransfer.UNSUPPORTED) {
        return result;
      }
    }
    // also where the system could not open it: the JDK has the exceptions for that
    try (FileChannel channel = FileChannel.open(file)) {
      return sendFile(channel, position, count);
    }
  }

  private long sendDirectly(String path, long position, long count) throws IOException {
    FileSource.Direct source = new FileSource.Direct(opening, path, position, count);
    try {
      return output().write(source, outStream());
    } catch (RejectedExecutionException _) {
      throw Failures.closed("send file", endpoints(Transfer.WRITE));
    } finally {
      source.close();
    }
  }

  private static void ensureRange(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + count);
    }
  }

  @Override
  void shareHandles() {
    input().handle().share();
    output().handle().share();
  }

  @Override
  Handle exportable() throws IOException {
    Handle in = input().handle();
    Handle out = output().handle();
    if (in == out || out.transfer() instanceof AbsentTransfer && isOpened(in)) {
      return in;
    }
    if (in.transfer() instanceof AbsentTransfer && isOpened(out)) {
      return out;
    }
    throw new CapabilityException(
        "export " + this, "a descriptor for each direction", "use a scheme of sockets");
  }

  /** An end of a pipe with a name may not be open yet, or may hold a byte back. */
  private static boolean isOpened(Handle handle) {
    return !(handle.transfer() instanceof FifoEnd);
  }
}
