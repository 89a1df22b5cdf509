// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.examples.message.Ending;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConnection;

/** Sends one file to a {@link FileReceiver}, in blocking style. */
public final class FileSender implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(100);

  private final MessageConnection connection;
  private final MessageChannel control;
  private final MessageChannel data;
  private final MessageDigest digest = TransferChannels.digest();
  private final ByteBuffer piece = ByteBuffer.allocate(TransferChannels.PIECE_BYTES);

  private FileSender(MessageConnection connection) {
    this.connection = connection;
    this.control = connection.channel(TransferChannels.CONTROL);
    this.data = connection.channel(TransferChannels.DATA);
  }

  /**
   * Connects to a receiver.
   *
   * @param socket connected to it; belongs to the sender from now on
   * @return a sender, to be closed
   * @throws IOException if the receiver does not answer, or does not want to
   */
  public static FileSender over(DatagramConnector socket) throws IOException {
    var config = MessageClientConfig.of(TransferChannels.CONFIG);
    return new FileSender(MessageConnection.over(socket, config));
  }

  /**
   * Sends a file, and waits until the receiver has it.
   *
   * @param file what is sent
   * @param progress is told now and then how far it is
   * @return its SHA-256, in hexadecimal
   * @throws IOException if it cannot be read, or the receiver does not take it
   */
  public String send(Path file, Consumer<TransferState> progress) throws IOException {
    try (var source = FileChannel.open(file)) {
      if (!Files.isRegularFile(file)) {
        throw new IOException("it is no file");
      }
      long size = source.size();
      tell(new FromSender.Offer(file.getFileName().toString(), size));
      awaitAnswer(0, size, progress);
      long queued = 0;
      while (queued < size) {
        queued += post(source, size - queued);
        progress.accept(state(queued, size));
      }
      var sent = digest.digest();
      tell(new FromSender.Finished(sent));
      awaitAnswer(queued, size, progress);
      return HexFormat.of().formatHex(sent);
    } catch (ConnectionEndedException e) {
      ensureNotRefused();
      throw new IOException(Ending.words(e.reason()), e);
    }
  }

  private void tell(FromSender message) throws IOException {
    control.post(TransferChannels.FROM_SENDER.toPayload(message));
  }

  /** Queues the next piece; waits while too much is queued. */
  private int post(FileChannel source, long most) throws IOException {
    if (source.read(piece.clear()) < 0) {
      throw new IOException("the file has become shorter");
    }
    piece.flip().limit((int) Math.min(piece.limit(), most));
    int count = piece.remaining();
    digest.update(piece.duplicate());
    data.post(piece);
    return count;
  }

  private TransferState state(long queued, long size) {
    return new TransferState(queued - data.queuedBytes(), size, connection.stats());
  }

  private void awaitAnswer(long queued, long size, Consumer<TransferState> progress)
      throws IOException {
    while (true) {
      try (var message = control.receive(Deadline.after(STEP))) {
        ensureNotRefused(TransferChannels.FROM_RECEIVER.decode(message.payload()));
        progress.accept(state(queued, size));
        return;
      } catch (ConnectorTimeoutException notYet) {
        progress.accept(state(queued, size));
      }
    }
  }

  /** What was told before the connection ended is still there. */
  private void ensureNotRefused() throws IOException {
    var last = control.tryReceive();
    if (last.isPresent()) {
      try (var message = last.get()) {
        ensureNotRefused(TransferChannels.FROM_RECEIVER.decode(message.payload()));
      }
    }
  }

  private static void ensureNotRefused(FromReceiver answer) throws IOException {
    if (answer instanceof FromReceiver.Refused(var reason)) {
      throw new IOException("the receiver does not take it: " + reason);
    }
  }

  /** Takes leave of the receiver. A thread that sends meanwhile is told so. */
  @Override
  public void close() {
    connection.close();
  }
}
