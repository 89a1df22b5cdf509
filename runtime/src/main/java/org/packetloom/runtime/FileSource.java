// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/** Part of a file that is written to a stream, piece by piece; belongs to one call. */
abstract sealed class FileSource implements Output.Source {
  /** The first byte that was not taken yet. */
  long position;

  /** Bytes from there on that are to be taken. */
  long left;

  private FileSource(long position, long count) {
    this.position = position;
    this.left = count;
  }

  final void advance(int taken) {
    position += taken;
    left -= taken;
  }

  /**
   * A file that the system moves from by itself, a piece at a time so that none takes long. It is
   * opened together with the first piece: a small one takes another thread once.
   */
  static final class Direct extends FileSource {
    private static final int PIECE = 1 << 20;

    private final Opening opening;
    private final FileThreads threads;
    private final String path;

    /** The file's descriptor, −1 before the first attempt and if it cannot be opened. */
    private int file = -1;

    Direct(Opening opening, String path, long position, long count) {
      super(position, count);
      this.opening = opening;
      this.threads = opening.loom().fileThreads();
      this.path = path;
    }

    @Override
    public int tryMove(StreamTransfer stream, Transfer transfer) {
      if (left == 0 && file >= 0) {
        return 0;
      }
      int moved = threads.call(() -> move(stream));
      if (moved > 0) {
        advance(moved);
      }
      return moved;
    }

    /** One attempt, on a thread that may block. */
    private int move(StreamTransfer stream) {
      if (file < 0) {
        file = opening.descriptors().openFile(path);
        if (file < 0) {
          return StreamTransfer.UNSUPPORTED;
        }
      }
      return left == 0 ? 0 : stream.trySendFile(file, position, (int) Math.min(left, PIECE));
    }

    /** Closes the file, if it was opened. */
    void close() throws IOException {
      if (file >= 0) {
        opening.failures().ensure("close", path, opening.descriptors().close(file));
      }
    }
  }

  /** A file that is read into a buffer and written from there. */
  static final class Copied extends FileSource {
    private final FileThreads threads;
    private final FileChannel file;
    private final ByteBuffer block;

    /** The block belongs to this call; {@code block.flip()} is done here. */
    Copied(FileThreads threads, FileChannel file, ByteBuffer block, long position, long count) {
      super(position, count);
      this.threads = threads;
      this.file = file;
      this.block = block.limit(0);
    }

    /** What a read came to. */
    private record Read(int count, Optional<IOException> failure) {}

    @Override
    public int tryMove(StreamTransfer stream, Transfer transfer) throws IOException {
      if (!block.hasRemaining() && (left == 0 || readBlock() <= 0)) {
        return 0;
      }
      int moved = transfer.tryWrite(block);
      if (moved > 0) {
        block.position(block.position() + moved);
        advance(moved);
      }
      return moved;
    }

    private int readBlock() throws IOException {
      block.clear().limit((int) Math.min(left, block.capacity()));
      Read read = threads.call(this::tryRead);
      block.flip();
      if (read.failure().isPresent()) {
        throw read.failure().get();
      }
      return read.count();
    }

    private Read tryRead() {
      try {
        return new Read(file.read(block, position), Optional.empty());
      } catch (IOException e) {
        return new Read(0, Optional.of(e));
      }
    }
  }
}
