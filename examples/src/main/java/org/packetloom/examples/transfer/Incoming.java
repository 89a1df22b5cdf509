// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.packetloom.message.ReceivedMessage;

/** A file that is coming: has another name until it is whole. */
final class Incoming {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final long size;
  private final MessageDigest digest = TransferChannels.digest();
  private long received;
  private Optional<byte[]> expected = Optional.empty();

  private Incoming(Path target, Path part, FileChannel channel, long size) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Makes room for a file.
   *
   * @throws FileAlreadyExistsException if there is one of that name
   */
  static Incoming open(Path folder, FromSender.Offer offer) throws IOException {
    var target = folder.resolve(offer.name());
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(offer.name());
    }
    var part = folder.resolve(".packetloom-" + UUID.randomUUID() + ".part");
    var channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Incoming(target, part, channel, offer.size());
  }

  Path target() {
    return target;
  }

  long size() {
    return size;
  }

  /** Adds the next piece. */
  void add(ReceivedMessage piece) {
    ByteBuffer bytes = piece.payload();
    if (bytes.remaining() > size - received) {
      throw new UncheckedIOException(new IOException("more has come than was offered"));
    }
    received += bytes.remaining();
    digest.update(bytes.duplicate());
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All has been sent; the digest is that of what was. */
  void expect(byte[] sent) {
    expected = Optional.of(sent);
  }

  boolean isWhole() {
    return expected.isPresent() && received == size;
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException if it is not what was sent, or the name is taken by now
   */
  void store() throws IOException {
    if (!Arrays.equals(expected.orElseThrow(), digest.digest())) {
      throw new IOException("it has not arrived as it was sent");
    }
    channel.close();
    Files.move(part, target);
  }

  /** Removes what has come so far; does nothing if it was stored. */
  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
