// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.packetloom.Connector;

/** What channels of Packetloom can do beyond what their JDK types say. */
public final class PacketloomChannels {
  private PacketloomChannels() {}

  /**
   * The connector behind a channel, for deadlines, credentials and whatever else connectors have.
   * It has the interrupt policy {@link org.packetloom.InterruptPolicy#CLOSE}; closing it is not
   * known to the channel before its next use.
   *
   * @param channel any channel
   * @return empty if it is not one of Packetloom
   */
  public static Optional<Connector> connector(Channel channel) {
    return channel instanceof Selectable ours ? Optional.of(ours.connector()) : Optional.empty();
  }

  /**
   * Writes part of a file to a channel. {@link FileChannel#transferTo} does the same by small
   * pieces, as it does for all channels but those of the JDK.
   *
   * @param file open for reading; its own position stays
   * @param position of the first byte
   * @param count how many bytes
   * @param target of Packetloom or of anyone
   * @return the number of bytes; less than {@code count} if the file ends before, or the channel is
   *     in non-blocking mode
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws java.nio.channels.NotYetConnectedException if the channel is not connected
   * @throws IOException as the channel's write, or from the file
   */
  public static long transfer(FileChannel file, long position, long count, SocketChannel target)
      throws IOException {
    ensureRange(position, count);
    if (!target.isBlocking()) {
      return file.transferTo(position, count, target);
    }
    return target instanceof LoomSocketChannel ours
        ? ours.send(connector -> connector.sendFile(file, position, count))
        : transferPieces(file, position, count, target);
  }

  /**
   * Writes part of a file to a channel; the system moves the bytes without copying them where it
   * can.
   *
   * @param file its path; opened for this call
   * @param position of the first byte
   * @param count how many bytes; {@code Long.MAX_VALUE} for all there are
   * @param target of Packetloom or of anyone
   * @return the number of bytes; less than {@code count} if the file ends before, or the channel is
   *     in non-blocking mode
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws java.nio.channels.NotYetConnectedException if the channel is not connected
   * @throws IOException as the channel's write, or if the file cannot be opened or read
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  public static long transfer(Path file, long position, long count, SocketChannel target)
      throws IOException {
    ensureRange(position, count);
    if (target.isBlocking() && target instanceof LoomSocketChannel ours) {
      return ours.send(connector -> connector.sendFile(file, position, count));
    }
    try (FileChannel opened = FileChannel.open(file)) {
      return transfer(opened, position, count, target);
    }
  }

  private static long transferPieces(
      FileChannel file, long position, long count, SocketChannel target) throws IOException {
    long moved = 0;
    while (moved < count) {
      long piece = file.transferTo(position + moved, count - moved, target);
      if (piece <= 0) {
        break;
      }
      moved += piece;
    }
    return moved;
  }

  private static void ensureRange(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + count);
    }
  }
}
