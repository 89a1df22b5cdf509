// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.DatagramConnector;
import org.packetloom.examples.message.ClientPort;
import org.packetloom.examples.message.Ending;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.TypedChannel;

/**
 * Sends one file to a {@link FileReceiver}. One thread does everything: it carries datagrams
 * between the socket and the endpoint, keeps the channel's queue filled, and waits for whatever
 * comes first.
 */
public final class FileSender {
  private static final long STEP_NANOS = 50_000_000;
  private static final long FAREWELL_NANOS = 1_000_000_000;

  private final ClientPort port;
  private final MessageClientEndpoint messages;
  private final Path file;
  private Consumer<TransferState> progress = _ -> {};
  private final MessageDigest digest = TransferChannels.digest();
  private final ByteBuffer piece = ByteBuffer.allocate(TransferChannels.PIECE_BYTES);
  private Optional<FromReceiver> answer = Optional.empty();
  private long size;
  private long queued;
  private volatile boolean isStopped; // by any thread

  /**
   * Prepares to send.
   *
   * @param socket connected to the receiver; belongs to the caller
   * @param file what is sent
   */
  public FileSender(DatagramConnector socket, Path file) {
    var config = MessageClientConfig.of(TransferChannels.CONFIG);
    this.messages = MessageClientEndpoint.of(config, System.nanoTime());
    this.port = ClientPort.of(socket, messages);
    this.file = file;
  }

  /** Has {@link #send} fail soon; any thread may. */
  public void stop() {
    isStopped = true;
  }

  /**
   * Sends the file, and waits until the receiver has it.
   *
   * @param listener is told now and then how far it is
   * @return its SHA-256, in hexadecimal
   * @throws IOException if it cannot be read, or the receiver does not take it
   */
  public String send(Consumer<TransferState> listener) throws IOException {
    progress = listener;
    try (var source = FileChannel.open(file)) {
      if (!Files.isRegularFile(file)) {
        throw new IOException("it is no file");
      }
      size = source.size();
      var endpoint = connected();
      var control =
          TypedChannel.of(endpoint, TransferChannels.CONTROL, TransferChannels.FROM_SENDER);
      var answers =
          TypedChannel.of(endpoint, TransferChannels.CONTROL, TransferChannels.FROM_RECEIVER);
      control.send(new FromSender.Offer(file.getFileName().toString(), size));
      await(endpoint, answers);
      while (queued < size) {
        fill(endpoint, source);
        step(endpoint, answers);
      }
      var sent = digest.digest();
      control.send(new FromSender.Finished(sent));
      await(endpoint, answers);
      return HexFormat.of().formatHex(sent);
    } finally {
      takeLeave();
    }
  }

  private MessageEndpoint connected() throws IOException {
    while (messages.endpoint().isEmpty()) {
      exchange();
    }
    return messages.endpoint().get();
  }

  /** Goes on until the receiver has answered. */
  private void await(MessageEndpoint endpoint, TypedChannel<FromReceiver> answers)
      throws IOException {
    answer = Optional.empty();
    while (answer.isEmpty()) {
      step(endpoint, answers);
    }
  }

  /** Keeps the queue full: what is in it is read, and waits to be sent or acknowledged. */
  private void fill(MessageEndpoint endpoint, FileChannel source) throws IOException {
    while (queued < size && endpoint.canSend(TransferChannels.DATA, piece.capacity())) {
      int count = source.read(piece.clear());
      if (count < 0) {
        throw new IOException("it has become shorter");
      }
      piece.flip().limit((int) Math.min(count, size - queued));
      digest.update(piece.duplicate());
      queued += piece.remaining();
      endpoint.send(TransferChannels.DATA, piece);
    }
  }

  private void step(MessageEndpoint endpoint, TypedChannel<FromReceiver> answers)
      throws IOException {
    exchange();
    for (var got = answers.poll(); got.isPresent(); got = answers.poll()) {
      if (got.get() instanceof FromReceiver.Refused(var reason)) {
        throw new IOException("the receiver does not take it: " + reason);
      }
      answer = got;
    }
    long acknowledged = queued - endpoint.queuedBytes(TransferChannels.DATA);
    progress.accept(new TransferState(acknowledged, size, endpoint.stats(System.nanoTime())));
  }

  /** Receives, sends, and waits a little if there is nothing else to do. */
  private void exchange() throws IOException {
    if (isStopped) {
      throw new IOException("stopped by a signal");
    }
    port.transmitAll(System.nanoTime());
    port.await(System.nanoTime() + STEP_NANOS);
    port.receiveAll(System.nanoTime());
    if (messages.ended().isPresent()) {
      throw new IOException(Ending.words(messages.ended().get()));
    }
  }

  /** Tells the receiver that this is the end, if it is still there. */
  private void takeLeave() throws IOException {
    long start = System.nanoTime();
    messages.close(DisconnectReason.NORMAL, start);
    try {
      while (messages.nextDeadline() != Long.MAX_VALUE
          && System.nanoTime() - start < FAREWELL_NANOS) {
        port.transmitAll(System.nanoTime());
        port.await(System.nanoTime() + STEP_NANOS);
        port.receiveAll(System.nanoTime());
      }
    } catch (ConnectionRefusedException _) {
      // The receiver has heard it, and gone.
    }
  }
}
