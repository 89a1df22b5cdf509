// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;


import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes;
import org.packetloom.platform.NamedPipes.Plan;
import org.packetloom.platform.Transfer;

/**
 * A pipe that is listened at: the instances that wait for clients, or to be accepted. Safe for use
 * by any thread.
 *
 * <p><b>No gap.</b> A client connects to an instance that listens, with or without anybody who
 * waits for it. Before one that has a client is handed out another is made: so there is always one,
 * and a client finds the pipe, or finds it busy while those that came wait to be accepted.
 *
 * <p>The most connections at once is our own count: the system counts an instance until the client
 * has closed its end too.
 */
final class PipeListener {
  private final Plan plan;
  private final WindowsSystem system;
  private final Arena arena = Arena.ofShared(); // closed in close()
  private final MemorySegment name;
  private final PipeSecurity security;
  private final ReentrantLock instancesLock = new ReentrantLock();
  private final List<Instance> waiting = new ArrayList<>(); // guarded by instancesLock
  private int taken; // guarded by instancesLock; connections that are open
  private boolean isClosed; // guarded by instancesLock
  private volatile Runnable whenRefilled = () -> {}; // set by the transfer

  /** An instance that waits, and what its waiting is. */
  static final class Instance {
    private final HandleEntry entry;
    private @Nullable IocpOperation operation; // of the transfer; guarded by the turn to accept

    Instance(HandleEntry entry) {
      this.entry = entry;
    }

    HandleEntry entry() {
      return entry;
    }

    @Nullable IocpOperation operation() {
      return operation;
    }

    void operation(@Nullable IocpOperation made) {
      operation = made;
    }
  }

  private PipeListener(Plan plan, WindowsSystem system, PipeSecurity security) {
    this.plan = plan;
    this.system = system;
    this.security = security;
    this.name = arena.allocateFrom(WindowsPipes.path(plan.name()), StandardCharsets.UTF_16LE);
  }

  /**
   * Makes a pipe with its first instances.
   *
   * @param into receives it as its first element
   * @return 0 or the negated error number
   */
  static int open(Plan plan, WindowsSystem system, PipeListener[] into) {
    PipeSecurity[] security = new PipeSecurity[1];
    int result = PipeSecurity.open(plan.access(), security);
    if (result < 0) {
      return result;
    }
    PipeListener listener = new PipeListener(plan, system, security[0]);
    result = listener.addFirst();
    if (result < 0) {
      listener.close();
      return result;
    }
    int unused = listener.refill(); // made again by the next who accepts, who is told
    into[0] = listener;
    return 0;
  }

  /** Has somebody told that instances were added; one at a time. */
  void whenRefilled(Runnable told) {
    whenRefilled = told;
  }

  /**
   * Nobody else may have this name. Wine lets a second first instance be made: so they are counted.
   */
  private int addFirst() {
    int result = add(PipeConstants.FILE_FLAG_FIRST_PIPE_INSTANCE);
    if (result == -WindowsErrors.ERROR_ACCESS_DENIED || result == -WindowsErrors.ERROR_PIPE_BUSY) {
      return -WindowsErrors.ERROR_ALREADY_EXISTS;
    }
    if (result < 0) {
      return result;
    }
    int count = WindowsPipes.information(handle(0), WindowsPipes.CURRENT_INSTANCES, system);
    return count > 1 ? -WindowsErrors.ERROR_ALREADY_EXISTS : Math.min(count, 0);
  }

  private long handle(int index) {
    return waiting.get(index).entry().handle();
  }

  /** Makes an instance; 0 or the negated error number. */
  private int add(int flags) {
    boolean isMessage = plan.mode() == NamedPipes.Mode.MESSAGE;
    int mode =
        (isMessage ? PipeConstants.PIPE_TYPE_MESSAGE | PipeConstants.PIPE_READMODE_MESSAGE : 0)
            | (plan.isRemoteAdmitted() ? 0 : PipeConstants.PIPE_REJECT_REMOTE_CLIENTS);
    Scratch scratch = system.scratches().take();
    try {
      long handle =
          NamedPipeCalls.create(
              name,
              PipeConstants.PIPE_ACCESS_DUPLEX | Constants.FILE_FLAG_OVERLAPPED | flags,
              mode,
              NamedPipes.UNLIMITED,
              plan.sendBytes(),
              plan.receiveBytes(),
              security.attributes(),
              scratch.state());
      if (handle < 0) {
        return (int) handle;
      }
      PipeEnd end = PipeEnd.ofServer(plan.mode(), this::connectionClosed);
      waiting.add(new Instance(HandleEntry.ofPipe(handle, end)));
      return 0;
    } finally {
      system.scratches().give(scratch);
    }
  }

  /** Makes as many instances as are missing; 0 or the negated error number. */
  private int refill() {
    int wanted = Math.min(plan.backlog(), plan.instances() - taken);
    while (waiting.size() < wanted) {
      int result = add(0);
      if (result < 0) {
        return result;
      }
    }
    return 0;
  }

  /** What an instance waits by is withdrawn. */
  interface Withdrawal {
    void withdraw(Instance instance);
  }

  /**
   * Takes an instance that has a client.
   *
   * @return its descriptor, NOT_READY, or the negated error number
   */
  int tryAccept(Withdrawal withdrawal) {
    instancesLock.lock();
    try {
      if (isClosed) {
        return -WindowsErrors.ERROR_INVALID_HANDLE;
      }
      int refilled = refill();
      for (Instance instance : waiting) {
        if (hasClient(instance)) {
          withdrawal.withdraw(instance);
          waiting.remove(instance);
          int unused = plan.instances() - taken > 1 ? add(0) : 0; // what is missing is made later
          taken++;
          return system.handles().add(instance.entry());
        }
      }
      return waiting.isEmpty() && refilled < 0 ? refilled : Transfer.NOT_READY;
    } finally {
      instancesLock.unlock();
    }
  }

  /** A client that has left already counts: what it wrote is there to be read. */
  private boolean hasClient(Instance instance) {
    int state = WindowsPipes.information(instance.entry().handle(), WindowsPipes.STATE, system);
    return state != PipeConstants.FILE_PIPE_LISTENING_STATE && state >= 0;
  }

  /** Those that wait at the moment. */
  List<Instance> waiting() {
    instancesLock.lock();
    try {
      return List.copyOf(waiting);
    } finally {
      instancesLock.unlock();
    }
  }

  private void connectionClosed() {
    boolean isRefilled;
    instancesLock.lock();
    try {
      if (isClosed) {
        return;
      }
      int before = waiting.size();
      taken--;
      int unused = refill(); // made again by the next who accepts, who is told
      isRefilled = waiting.size() > before;
    } finally {
      instancesLock.unlock();
    }
    if (isRefilled) {
      whenRefilled.run();
    }
  }

  private void closeWaiting(HandleEntry entry) {
    if (entry.release()) {
      int unused = system.close(entry); // ours, and open
    }
  }

  /** Refuses the clients that wait. Connections that were accepted go on. */
  void close() {
    instancesLock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        waiting.forEach(instance -> closeWaiting(instance.entry()));
        waiting.clear();
        security.close();
        arena.close();
      }
    } finally {
      instancesLock.unlock();
    }
  }
}
