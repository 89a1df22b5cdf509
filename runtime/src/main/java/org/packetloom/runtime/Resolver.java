// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.packetloom.FailureDetail;
import org.packetloom.UnresolvedHostException;

/**
 * Looks names up, off the carriers: the system's look-up blocks its thread.
 *
 * <p>At most eight platform threads look up at once; they end after ten idle seconds. The caller
 * waits in a {@link ParkSpot}, so deadline, interrupt and the end of the toolkit reach it at any
 * time; a look-up that nobody waits for any more runs to its end and is forgotten.
 */
final class Resolver implements AutoCloseable {
  private static final int MOST_THREADS = 8;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          MOST_THREADS,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("packetloom-resolver-", 0).factory());

  private final LookUp names;

  /** How the addresses of a name are found; may block. */
  @FunctionalInterface
  interface LookUp {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  Resolver(LookUp names) {
    this.names = names;
    threads.allowCoreThreadTimeOut(true);
  }

  /** The addresses of a name, in the system's order; at least one. */
  List<InetAddress> resolve(String host, String uri, Opening opening) throws IOException {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    ParkSpot spot = ParkSpot.open(opening, uri);
    try {
      spot.deadline(opening.openDeadline());
      threads.execute(() -> lookUp(host, answer, spot));
      spot.await("resolve", answer::isDone);
    } catch (RejectedExecutionException _) {
      throw Failures.closed("resolve", uri);
    } finally {
      spot.close();
    }
    try {
      return answer.join();
    } catch (java.util.concurrent.CompletionException e) {
      FailureDetail detail =
          FailureDetail.atOnce("resolve", uri, "host '" + host + "' has no address");
      UnresolvedHostException failure = new UnresolvedHostException(detail);
      failure.initCause(e.getCause());
      throw failure;
    }
  }

  private void lookUp(String host, CompletableFuture<List<InetAddress>> answer, ParkSpot spot) {
    try {
      answer.complete(List.of(names.addresses(host)));
    } catch (Throwable e) { // the caller waits for an answer, whatever it is
      answer.completeExceptionally(e);
    } finally {
      spot.signal();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
