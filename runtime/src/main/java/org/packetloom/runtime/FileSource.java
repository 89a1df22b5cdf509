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
  /** The most that is moved in one go on a thread that may block. */
  private static final int PIECE = 1 << 20;

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

  /**
   * A file that is read into a buffer and written from there. A thread that may block reads a block
   * and writes it at once, and goes on so until the piece is done or the stream takes no more; what
   * is left of a block is written by the caller's own.
   */
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

    /** What a piece came to: as for an attempt, or how it failed before it moved anything. */
    private record Moved(int result, Optional<IOException> failure) {}

    @Override
    public int tryMove(StreamTransfer stream, Transfer transfer) throws IOException {
      if (block.hasRemaining()) {
        return write(transfer);
      }
      if (left == 0) {
        return 0;
      }
      Moved moved = threads.call(() -> movePiece(transfer));
      if (moved.failure().isPresent()) {
        throw moved.failure().get();
      }
      return moved.result();
    }

    private Moved movePiece(Transfer transfer) {
      int moved = 0;
      try {
        while (moved < PIECE && !block.hasRemaining() && readBlock() > 0) {
          int n = write(transfer);
          if (n <= 0) {
            return new Moved(moved > 0 ? moved : n, Optional.empty()); // what it is shows again
          }
          moved += n;
        }
      } catch (IOException e) {
        block.limit(block.position()); // nothing was read
        return new Moved(moved, moved > 0 ? Optional.empty() : Optional.of(e));
      }
      return new Moved(moved, Optional.empty());
    }

    private int readBlock() throws IOException {
      block.clear().limit((int) Math.min(left, block.capacity()));
      int read = left == 0 ? 0 : file.read(block, position);
      block.flip();
      return read;
    }

    private int write(Transfer transfer) {
      int moved = transfer.tryWrite(block);
      if (moved > 0) {
        block.position(block.position() + moved);
        advance(moved);
      }
      return moved;
    }
  }
}
