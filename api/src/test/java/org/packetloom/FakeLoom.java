// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** A toolkit whose listeners exist in memory only. */
final class FakeLoom {
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

  private final Packetloom loom = Fake.of(Packetloom.class, this);
  private final Map<String, FakeListener> listeners = new ConcurrentHashMap<>();
  private final Map<String, IOException> failures = new ConcurrentHashMap<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AtomicReference<ThreadFactory> factory = new AtomicReference<>(VIRTUAL);

  Packetloom loom() {
    return loom;
  }

  /** Has listening at a URI fail. */
  void failListening(String uri, IOException failure) {
    failures.put(uri, failure);
  }

  /** Has all further threads made by another factory. */
  void makeThreadsBy(ThreadFactory other) {
    factory.set(other);
  }

  FakeListener listener(String uri) {
    return listeners.get(uri);
  }

  /** All threads made so far. */
  List<Thread> threads() {
    return List.copyOf(threads);
  }

  public ThreadFactory threadFactory() {
    return work -> {
      Thread thread = factory.get().newThread(work);
      threads.add(thread);
      return thread;
    };
  }

  public ConnectorBuilder connector(ConnectorUri uri) {
    return Fake.of(ConnectorBuilder.class, new Preparation(uri));
  }

  final class Preparation {
    private final ConnectorUri uri;

    Preparation(ConnectorUri uri) {
      this.uri = uri;
    }

    public Listener listen() throws IOException {
      IOException failure = failures.get(uri.toString());
      if (failure != null) {
        throw failure;
      }
      return listeners.computeIfAbsent(uri.toString(), _ -> new FakeListener(uri)).connector();
    }
  }
}
