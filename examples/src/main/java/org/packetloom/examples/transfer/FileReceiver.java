// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import org.packetloom.DatagramConnector;
import org.packetloom.examples.message.ServerPort;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.TypedChannel;

/**
 * Receives files of {@link FileSender}s into a folder, several at a time. One thread does
 * everything.
 */
public final class FileReceiver {
  /** The code that a sender is sent away with who does not keep to the protocol. */
  static final int BAD_MESSAGE = 1;

  private static final int MOST_SENDERS = 100;
  private static final long STEP_NANOS = 100_000_000;
  private static final long FAREWELL_NANOS = 2_000_000_000;

  private final MessageServerEndpoint messages;
  private final ServerPort port;
  private final Path folder;
  private final Listener listener;
  private long stored;
  private volatile boolean isStopped; // by any thread

  /** Hears what comes of each file. */
  public interface Listener {
    /**
     * A file is there.
     *
     * @param file where
     * @param size of how many bytes
     */
    void stored(Path file, long size);

    /**
     * A file will not be there.
     *
     * @param what its name, or the sender
     * @param why half a sentence
     */
    void failed(String what, String why);
  }

  /** A connection, and what comes over it: first one offer, then the file. */
  private static final class Delivery {
    private final TypedChannel<FromSender> control;
    private final TypedChannel<FromReceiver> answers;
    private Optional<Incoming> file = Optional.empty();
    private boolean isStored;

    private Delivery(ServedPeer peer) {
      control =
          TypedChannel.of(peer.endpoint(), TransferChannels.CONTROL, TransferChannels.FROM_SENDER);
      answers =
          TypedChannel.of(
              peer.endpoint(), TransferChannels.CONTROL, TransferChannels.FROM_RECEIVER);
    }
  }

  /**
   * Prepares to receive.
   *
   * @param socket where senders are heard; belongs to the caller
   * @param folder where files go
   * @param listener hears of them
   */
  public FileReceiver(DatagramConnector socket, Path folder, Listener listener) {
    var config = MessageServerConfig.of(TransferChannels.CONFIG).maxConnections(MOST_SENDERS);
    this.messages = MessageServerEndpoint.of(config, System.nanoTime());
    this.port = ServerPort.of(socket, messages);
    this.folder = folder;
    this.listener = listener;
  }

  /** Has {@link #run} return soon; any thread may. */
  public void stop() {
    isStopped = true;
  }

  /**
   * Receives until it is stopped, or has enough; takes leave then.
   *
   * @param most after so many files it is enough
   * @throws IOException if nothing can be received any more
   */
  public void run(long most) throws IOException {
    while (!isStopped && stored < most) {
      step();
    }
    // Whoever has just been told that all is well will go by itself.
    long start = System.nanoTime();
    while (!isStopped && messages.connectionCount() > 0 && isRecent(start)) {
      step();
    }
    messages.close(System.nanoTime());
    start = System.nanoTime();
    while (messages.nextDeadline() != Long.MAX_VALUE && isRecent(start)) {
      step();
    }
    messages.connections().forEach(peer -> discard(peer, DisconnectReason.NORMAL));
  }

  private static boolean isRecent(long start) {
    return System.nanoTime() - start < FAREWELL_NANOS;
  }

  private void step() throws IOException {
    port.transmitAll(System.nanoTime());
    port.await(System.nanoTime() + STEP_NANOS);
    port.receiveAll(System.nanoTime());
    takeEvents();
    messages.drainActive(this::hear);
  }

  private void takeEvents() {
    for (var event = messages.pollEvent(); event.isPresent(); event = messages.pollEvent()) {
      switch (event.get()) {
        case ServerEvent.Connected(var peer) -> peer.attach(new Delivery(peer));
        case ServerEvent.Moved _ -> {} // the endpoint follows by itself
        case ServerEvent.Disconnected(var peer, var reason) -> discard(peer, reason);
      }
    }
  }

  private void hear(ServedPeer peer) {
    var delivery = peer.attachment(Delivery.class);
    try {
      if (delivery.isPresent()) {
        hear(peer, delivery.get());
      }
    } catch (IOException e) {
      refuse(peer, e);
    } catch (UncheckedIOException e) {
      refuse(peer, e.getCause());
    }
  }

  private void hear(ServedPeer peer, Delivery delivery) throws IOException {
    for (var got = delivery.control.poll(); got.isPresent(); got = delivery.control.poll()) {
      switch (got.get()) {
        case FromSender.Offer offer when delivery.file.isEmpty() -> {
          delivery.file = Optional.of(Incoming.open(folder, offer));
          delivery.answers.send(new FromReceiver.Accepted());
        }
        case FromSender.Offer _ -> throw new IOException("a second offer");
        case FromSender.Finished(var digest) ->
            delivery.file.orElseThrow(() -> new IOException("the end of nothing")).expect(digest);
      }
    }
    if (delivery.file.isPresent() && !delivery.isStored) {
      var file = delivery.file.get();
      peer.endpoint().drain(TransferChannels.DATA, file::add);
      if (file.isWhole()) {
        file.store();
        delivery.isStored = true;
        delivery.answers.send(new FromReceiver.Stored());
        stored++;
        listener.stored(file.target(), file.size());
      }
    }
  }

  /** Tells the sender why, which ends the connection then. */
  private void refuse(ServedPeer peer, IOException why) {
    var words =
        why instanceof FileAlreadyExistsException ? "there is one already" : why.getMessage();
    var delivery = peer.attachment(Delivery.class).orElseThrow();
    try {
      delivery.answers.send(FromReceiver.Refused.of(words));
    } catch (IOException | IllegalStateException e) {
      peer.disconnect(BAD_MESSAGE, System.nanoTime());
    }
    listener.failed(peer.address().toString(), words);
    discard(delivery);
  }

  private void discard(ServedPeer peer, DisconnectReason reason) {
    var delivery = peer.attachment(Delivery.class);
    if (delivery.isPresent() && delivery.get().file.isPresent()) {
      var file = delivery.get().file.get();
      if (!delivery.get().isStored) {
        listener.failed(file.target().getFileName().toString(), "the sender is gone: " + reason);
      }
      discard(delivery.get());
    }
  }

  private void discard(Delivery delivery) {
    var file = delivery.file;
    delivery.file = Optional.empty();
    try {
      if (file.isPresent()) {
        file.get().discard();
      }
    } catch (IOException e) {
      listener.failed(file.get().target().getFileName().toString(), e.getMessage());
    }
  }
}
