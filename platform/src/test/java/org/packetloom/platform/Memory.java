// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The kinds of memory that bytes can be read into and written from. */
enum Memory {
  ARRAY {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      return transfer.tryRead(to, at, to.length - at);
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      return transfer.tryWrite(from, at, from.length - at);
    }
  },

  HEAP {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      return readBuffer(transfer, ByteBuffer.allocate(to.length + 5).position(at + 5), to, at);
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      return writeBuffer(transfer, ByteBuffer.wrap(from).position(at));
    }
  },

  SLICE {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      ByteBuffer buffer = ByteBuffer.allocate(to.length + 7).slice(7, to.length);
      return readBuffer(transfer, buffer.position(at), to, at);
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      return writeBuffer(transfer, ByteBuffer.wrap(from).slice(at, from.length - at));
    }
  },

  READ_ONLY {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      return HEAP.read(transfer, to, at);
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      return writeBuffer(transfer, ByteBuffer.wrap(from).position(at).asReadOnlyBuffer());
    }
  },

  DIRECT {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      return readBuffer(
          transfer, ByteBuffer.allocateDirect(to.length + 3).position(at + 3), to, at);
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(from.length).put(from).flip().position(at);
      return writeBuffer(transfer, buffer.asReadOnlyBuffer());
    }
  },

  VECTOR {
    @Override
    int read(Transfer transfer, byte[] to, int at) {
      ByteBuffer[] parts = parts(to.length - at);
      int[] positions = positions(parts);
      int n = transfer.tryRead(parts, 1, parts.length - 2);
      assertThat(positions(parts)).isEqualTo(positions);
      int copied = 0;
      for (int i = 1; copied < n; i++) {
        int part = Math.min(parts[i].remaining(), n - copied);
        parts[i].get(to, at + copied, part);
        copied += part;
      }
      return n;
    }

    @Override
    int write(Transfer transfer, byte[] from, int at) {
      ByteBuffer[] parts = parts(from.length - at);
      int copied = at;
      for (int i = 1; i < parts.length - 1; i++) {
        parts[i].put(parts[i].position(), from, copied, parts[i].remaining());
        copied += parts[i].remaining();
      }
      parts[2] = parts[2].asReadOnlyBuffer();
      int[] positions = positions(parts);
      int n = transfer.tryWrite(parts, 1, parts.length - 2);
      assertThat(positions(parts)).isEqualTo(positions);
      return n;
    }
  };

  /** Reads into {@code to} from {@code at} on, with the result of the transfer. */
  abstract int read(Transfer transfer, byte[] to, int at);

  /** Writes {@code from} from {@code at} on, with the result of the transfer. */
  abstract int write(Transfer transfer, byte[] from, int at);

  private static int readBuffer(Transfer transfer, ByteBuffer buffer, byte[] to, int at) {
    int position = buffer.position();
    int limit = buffer.limit();
    int n = transfer.tryRead(buffer);
    assertThat(buffer.position()).isEqualTo(position);
    assertThat(buffer.limit()).isEqualTo(limit);
    if (n > 0) {
      buffer.get(to, at, n);
    }
    return n;
  }

  private static int writeBuffer(Transfer transfer, ByteBuffer buffer) {
    int position = buffer.position();
    int n = transfer.tryWrite(buffer);
    assertThat(buffer.position()).isEqualTo(position);
    return n;
  }

  /** Heap and direct buffers, small and large, of a size in all, between two that are not used. */
  private static ByteBuffer[] parts(int size) {
    int[] shares = {1, 10, 0, 3000, 70_000, 0, 5};
    ByteBuffer[] parts = new ByteBuffer[shares.length + 3];
    int left = size;
    for (int i = 0; i < shares.length; i++) {
      int share = Math.min(shares[i], left);
      left -= share;
      parts[i + 1] =
          i % 2 == 0
              ? ByteBuffer.allocate(share + 1).position(1)
              : ByteBuffer.allocateDirect(share + 2).position(2);
    }
    parts[parts.length - 2] = ByteBuffer.allocateDirect(left);
    parts[0] = ByteBuffer.allocate(9);
    parts[parts.length - 1] = ByteBuffer.allocate(9);
    return parts;
  }

  private static int[] positions(ByteBuffer[] buffers) {
    return Arrays.stream(buffers).mapToInt(ByteBuffer::position).toArray();
  }
}
