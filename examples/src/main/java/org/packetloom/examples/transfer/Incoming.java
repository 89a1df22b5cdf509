// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/** A file that is coming: it has another name until it is stored, and is removed if it is not. */
final class Incoming implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final long size;
  private final MessageDigest digest = TransferChannels.digest();
  private long received;

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

  boolean isComplete() {
    return received == size;
  }

  /** Adds the next piece. */
  void add(ByteBuffer piece) throws IOException {
    if (piece.remaining() > size - received) {
      throw new IOException("more has come than was offered");
    }
    received += piece.remaining();
    digest.update(piece.duplicate());
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  /** Refuses what is not as it was sent. */
  void ensureDigest(byte[] sent) throws IOException {
    if (!MessageDigest.isEqual(sent, digest.digest())) {
      throw new IOException("it has not arrived as it was sent");
    }
  }

  /** Gives the file its name; fails if that is taken by now. */
  void store() throws IOException {
    channel.close();
    Files.move(part, target);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
