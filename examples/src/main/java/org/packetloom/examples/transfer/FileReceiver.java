// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;

/**
 * Receives files of {@link FileSender}s into a folder, in blocking style: a virtual thread for each
 * connection, over which one file comes.
 */
public final class FileReceiver implements AutoCloseable {
  private static final int MOST_SENDERS = 100;

  /** How long a sender may take to leave once it knows how it went. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MessageServer server;
  private final Path folder;
  private final Listener listener;
  private final AtomicLong left;

  /** Hears what comes of each file, on any thread. */
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
     * @param what its sender
     * @param why half a sentence
     */
    void failed(String what, String why);
  }

  private FileReceiver(MessageServer server, Path folder, long most, Listener listener) {
    this.server = server;
    this.folder = folder;
    this.left = new AtomicLong(most);
    this.listener = listener;
  }

  /**
   * Begins to hear senders.
   *
   * @param socket where; belongs to the receiver from now on
   * @param folder where files go
   * @param most after so many files it is enough
   * @param listener hears of them
   * @return a receiver, to be run and closed
   * @throws IOException if the socket is closed
   */
  public static FileReceiver over(
      DatagramConnector socket, Path folder, long most, Listener listener) throws IOException {
    var config = MessageServerConfig.of(TransferChannels.CONFIG).maxConnections(MOST_SENDERS);
    return new FileReceiver(MessageServer.over(socket, config), folder, most, listener);
  }

  /**
   * Receives until it is closed, or has enough.
   *
   * @throws IOException if nothing can be received any more
   */
  public void run() throws IOException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (true) {
        var connection = server.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (ConnectionEndedException e) {
      if (e.getCause() != null) {
        throw e; // not closed, but failed
      }
    }
  }

  private void serve(MessageConnection connection) {
    boolean isStored = false;
    try (connection) {
      isStored = receive(connection);
    } catch (IOException e) {
      var sender = connection.peerAddress().map(Object::toString).orElse("from somebody");
      listener.failed(sender, words(e));
    }
    if (isStored && left.decrementAndGet() == 0) {
      server.close();
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case ConnectionEndedException ended -> "the connection has ended: " + ended.reason();
      case FileAlreadyExistsException _ -> "there is one already";
      default -> e.getMessage();
    };
  }

  /** Receives a file, or tells the sender why not. */
  private boolean receive(MessageConnection connection) throws IOException {
    var talk = new Talk(connection);
    if (!(talk.hear() instanceof FromSender.Offer offer)) {
      throw new IOException("no offer");
    }
    try (var file = Incoming.open(folder, offer)) {
      talk.tell(new FromReceiver.Accepted());
      talk.take(file);
      file.store();
      talk.tell(new FromReceiver.Stored());
      listener.stored(file.target(), file.size());
    } catch (ConnectionEndedException e) {
      throw e;
    } catch (IOException e) {
      talk.tell(FromReceiver.Refused.of(words(e)));
      connection.close(PATIENCE);
      throw e;
    }
    talk.awaitLeave();
    return true;
  }

  /** What is said on a connection. */
  private record Talk(MessageConnection connection) {
    private FromSender hear() throws IOException {
      try (var message = connection.channel(TransferChannels.CONTROL).receive()) {
        return TransferChannels.FROM_SENDER.decode(message.payload());
      }
    }

    private void tell(FromReceiver answer) throws IOException {
      connection
          .channel(TransferChannels.CONTROL)
          .post(TransferChannels.FROM_RECEIVER.toPayload(answer));
    }

    private void take(Incoming file) throws IOException {
      var data = connection.channel(TransferChannels.DATA);
      while (!file.isComplete()) {
        try (var piece = data.receive()) {
          file.add(piece.payload());
        }
      }
      if (!(hear() instanceof FromSender.Finished(var digest))) {
        throw new IOException("a second offer");
      }
      file.ensureDigest(digest);
    }

    /** Whoever knows that all is well goes by itself. */
    private void awaitLeave() throws IOException {
      try (var more =
          connection.channel(TransferChannels.CONTROL).receive(Deadline.after(PATIENCE))) {
        throw new IOException("one more message of " + more.size() + " bytes");
      } catch (ConnectionEndedException | ConnectorTimeoutException _) {
        // It has left, or its leave was lost.
      }
    }
  }

  /** Ends the receiver; {@link #run} returns once all threads know. */
  @Override
  public void close() {
    server.close();
  }
}
