// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
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
final class PipeListener implements IocpOwner {
  private final Plan plan;
  private final WindowsSystem system;
  private final Arena arena = Arena.ofShared(); // closed in close()
  private final MemorySegment name;
  private final PipeSecurity security;
  private final ReentrantLock instancesLock = new ReentrantLock();
  private final List<PipeInstance> waiting = new ArrayList<>(); // guarded by instancesLock
  private int taken; // guarded by instancesLock; connections that are open
  private boolean isClosed; // guarded by instancesLock
  private final List<Runnable> told = new CopyOnWriteArrayList<>();

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

  /** Has somebody told, by any thread, whenever a client may have come. */
  void tell(Runnable listening) {
    told.add(listening);
  }

  /** Takes that back. */
  void tellNoMore(Runnable listening) {
    boolean unused = told.remove(listening);
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
      waiting.add(new PipeInstance(HandleEntry.ofPipe(handle, end)));
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

  /**
   * Takes an instance that has a client.
   *
   * @return its descriptor, NOT_READY, or the negated error number
   */
  int tryAccept() {
    instancesLock.lock();
    try {
      if (isClosed) {
        return -WindowsErrors.ERROR_INVALID_HANDLE;
      }
      int refilled = refill();
      for (PipeInstance instance : waiting) {
        if (instance.hasClient(system)) {
          instance.withdraw();
          waiting.remove(instance);
          taken++;
          int unused = refill(); // what is missing is made later, and told to who accepts then
          return system.handles().add(instance.entry());
        }
      }
      return waiting.isEmpty() && refilled < 0 ? refilled : Transfer.NOT_READY;
    } finally {
      instancesLock.unlock();
    }
  }

  /** Whether somebody is to be accepted. */
  boolean hasClient() {
    instancesLock.lock();
    try {
      return waiting.stream().anyMatch(instance -> instance.hasClient(system));
    } finally {
      instancesLock.unlock();
    }
  }

  /**
   * Has those who listen here told when a client has come.
   *
   * @param wanted whose port is to tell it
   * @return false if there is one already, or it cannot be known
   */
  boolean expect(IocpPoller wanted) {
    instancesLock.lock();
    try {
      boolean isQuiet = true;
      for (PipeInstance instance : waiting) {
        isQuiet &= instance.isListening(this, wanted, system);
      }
      return isQuiet;
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
      told.forEach(Runnable::run);
    }
  }

  private void closeWaiting(PipeInstance instance) {
    instance.withdraw();
    if (instance.entry().release()) {
      int unused = system.close(instance.entry()); // ours, and open; ends what waits
    }
  }

  /** Refuses the clients that wait. Connections that were accepted go on. */
  void close() {
    instancesLock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        waiting.forEach(this::closeWaiting);
        waiting.clear();
        security.close();
        arena.close();
      }
    } finally {
      instancesLock.unlock();
    }
  }

  // ---- the runner's

  @Override
  public boolean isSilent(IocpOperation operation) {
    return false;
  }

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    told.forEach(Runnable::run);
  }

  @Override
  public void remind(IocpOperation operation) {}

  @Override
  public void abandon(IocpOperation operation) {
    boolean unused = operation.orphan(); // ended by the end of its handle
  }
}
