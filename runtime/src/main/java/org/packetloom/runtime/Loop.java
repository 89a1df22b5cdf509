// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler of virtual threads that also polls: it runs what can run, looks at its poller between
 * two batches, and waits there when nothing is left to run.
 *
 * <p>One {@link Carrier} at a time owns it, by the rules of {@link LoopState}. The owner alone, and
 * in the phase LOOP only, touches the queue, the poller and the wheel; a thief touches the queue in
 * the phase VISIT. Tasks come in through the inbox from anybody else, which includes the threads
 * that run here: one of them may have been overtaken by a new owner, and then both run at the same
 * time. So threads of one loop share nothing of it but the inbox. What the owner itself wakes comes
 * in directly while it dispatches, and through the inbox while it waits, so that it ends the wait.
 *
 * <p><b>No task is forgotten.</b> A producer offers and then looks at {@code asleep}; the owner
 * sets {@code asleep} and then looks at the inbox. Both are sequentially consistent, so either the
 * owner finds the task or the producer finds the owner asleep and, by the compare-and-set that only
 * one wins, wakes it. An owner that ends stores CLOSED and then has the inbox forwarded to the
 * JDK's scheduler, as does a producer that sees CLOSED after an offer.
 *
 * <p>Neither tasks nor events starve: of a batch of tasks at most {@link #BATCH} run before the
 * poller is asked, for little more than {@link #BATCH_NANOS}, and the poller gives a bounded number
 * of events, which only queue tasks up. They are told in groups, and the tasks of one run before
 * the next is told; who takes a loop over goes on where the last owner was.
 */
final class Loop implements Executor {
  /** Tasks between two looks at the poller. */
  private static final int BATCH = 128;

  /** Tasks between two looks at the clock, which tell how long a task takes. */
  private static final int SAMPLE = 8;

  /** Time between two looks at the poller, if no single task takes longer. */
  private static final long BATCH_NANOS = 1_000_000;

  /** A queue that takes so long weighs as much as a thread that lives here and may wait. */
  private static final long NANOS_LIKE_A_THREAD = 100_000;

  private static final System.Logger LOG = System.getLogger("org.packetloom");
  private static final VarHandle ASLEEP;
  private static final VarHandle LIVE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ASLEEP = lookup.findVarHandle(Loop.class, "asleep", boolean.class);
      LIVE = lookup.findVarHandle(Loop.class, "live", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int number;
  private final Loops loops;
  private final RunningPoller poller;
  private final TimerQueue timers;
  private final Resident resident = new Resident(this);
  private final LoopState state = new LoopState();
  private final RunQueue tasks = new RunQueue();
  private final Forwarding forwarding = Forwarding.of(tasks);
  private final Spinning spinning; // the owner's

  /**
   * Whether the owner is about to wait in the poller and has to be woken; by CAS through ASLEEP.
   */
  private volatile boolean asleep;

  /** Whether the loop has to end; set once. */
  private volatile boolean ended;

  /** Threads that live here; by any thread through LIVE. */
  @SuppressWarnings("unused")
  private volatile int live;

  /** Who owns it, for waking one whose poller died; written by the owner. */
  private volatile @Nullable Thread owner;

  /** When the last carrier was overtaken; written by the monitor. */
  private volatile long handedOverAt;

  /** Carriers that were overtaken; written by the monitor. */
  private volatile long handOvers;

  private long shared; // tasks taken from others; the owner's, read for people

  Loop(int number, Loops loops, RunningPoller poller) {
    this.number = number;
    this.loops = loops;
    this.poller = poller;
    this.spinning = new Spinning(loops.isParallel());
    this.timers = new TimerQueue(loops.clock(), loops.epoch(), this::wake);
  }

  int number() {
    return number;
  }

  RunningPoller poller() {
    return poller;
  }

  Timers timers() {
    return timers;
  }

  LoopState state() {
    return state;
  }

  /** Schedules threads for good: nothing moves them elsewhere when they begin. */
  Executor resident() {
    return resident;
  }

  // ---- any thread's

  @Override
  public void execute(Runnable task) {
    Loop home = VirtualThreads.isFirst(task) ? loops.place(task, this) : this;
    home.add(task);
  }

  /** Queues a task up. Never waits: the JDK pins the thread that calls. */
  void add(Runnable task) {
    if (VirtualThreads.carrier() instanceof Carrier carrier && carrier.dispatches(this)) {
      tasks.add(task);
      return;
    }
    tasks.offer(task);
    wake();
    if (state.phase() == LoopState.CLOSED) {
      forwarding.run();
    }
  }

  /** Ends the owner's wait, if it is in one. */
  void wake() {
    boolean unused = tryWake();
  }

  /** As {@link #wake}; whether it was this call that did it. */
  boolean tryWake() {
    boolean won = asleep && ASLEEP.compareAndSet(this, true, false);
    if (won) {
      poller.wake(owner);
    }
    return won;
  }

  /** A thread has its home here from now on. */
  void begin() {
    LIVE.getAndAdd(this, 1);
  }

  /** What another thread would add to: the threads that live here, and what they have to do. */
  long load() {
    return live + tasks.backlogNanos() / NANOS_LIKE_A_THREAD;
  }

  /** How long it will take until what waits here has run. */
  long backlogNanos() {
    return tasks.backlogNanos();
  }

  /** Whether somebody waits behind the task that runs; may err on the side of yes. */
  boolean hasWork() {
    return poller.hasUntold() || tasks.hasMore() || timers.isLate() || poller.poller().hasEvents();
  }

  /** A new carrier is about to get it. */
  void beginHandOver() {
    handedOverAt = System.nanoTime();
  }

  /** Counts one; all that there were. */
  long countHandOver() {
    long all = handOvers + 1;
    handOvers = all;
    return all;
  }

  // ---- the owner's

  /** Runs threads until the loop was handed to another carrier, or has ended. */
  void run(Carrier me) {
    long seq = state.take();
    owner = me;
    me.dispatch(this);
    poller.own();
    while (!ended && seq >= 0) {
      try {
        seq = round(me, seq);
      } catch (Throwable e) { // such as for want of memory: the others here must go on
        LOG.log(System.Logger.Level.ERROR, "in " + this, e);
        me.dispatch(this);
        seq = state.resume();
      }
    }
    if (seq >= 0) {
      end();
    }
  }

  /** Runs what there is to run, or waits; −1 if the loop was lost meanwhile. */
  private long round(Carrier me, long seq) {
    timers.run();
    if (tasks.drain() > 0) {
      return runBatch(me, seq);
    }
    return poller.tellRest() || steal() || spin() ? seq : sleep(me, seq);
  }

  private long runBatch(Carrier me, long before) {
    long seq = runTasks(me, before);
    if (seq < 0) {
      loops.returned(System.nanoTime() - handedOverAt);
    } else {
      poll();
    }
    return seq;
  }

  /** Runs a batch of tasks; −1 if the loop was lost meanwhile. */
  private long runTasks(Carrier me, long before) {
    long seq = before;
    long began = System.nanoTime();
    long now = began;
    for (int left = BATCH; left > 0 && now - began < BATCH_NANOS; left -= SAMPLE) {
      if (poller.hasUntold() && tasks.isEmpty()) {
        poller.tell();
      }
      int few = Math.min(Math.min(left, SAMPLE), tasks.size());
      if (few == 0) {
        break; // there are no more, or a thief was here
      }
      tasks.beginSample();
      loops.share(this);
      seq = runFew(me, seq, few);
      if (seq < 0) {
        return seq;
      }
      long then = now;
      now = System.nanoTime();
      tasks.endSample(few, now - then);
    }
    tasks.endBatch();
    return seq;
  }

  private long runFew(Carrier me, long before, int count) {
    long seq = before;
    int left = count;
    for (Runnable task; left > 0 && (task = tasks.next()) != null; left--) {
      me.dispatch(null);
      seq = state.beginTask(seq);
      runTask(task);
      if (!state.endTask(seq)) {
        return -1;
      }
      me.dispatch(this);
    }
    return seq;
  }

  private static void runTask(Runnable task) {
    try {
      task.run();
      if (VirtualThreads.hasEnded(task)) {
        leaveHome(task);
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "a virtual thread could not be run", e);
    }
  }

  private static void leaveHome(Runnable lastTask) {
    Loop home = Resident.home(VirtualThreads.schedulerOf(lastTask));
    if (home != null) {
      LIVE.getAndAdd(home, -1);
    }
  }

  /** Takes tasks of a loop that has more than it can do soon; whether it got any. */
  private boolean steal() {
    Loop victim = loops.victim(this);
    if (victim == null) {
      return false;
    }
    long seen = victim.state.word();
    if (LoopState.phase(seen) != LoopState.TASK || !victim.state.tryVisit(seen)) {
      return false;
    }
    try {
      int count = tasks.takeFrom(victim.tasks);
      shared += count;
      return count > 0;
    } finally {
      victim.state.endVisit(seen);
    }
  }

  /** Looks for work without sleeping, where that pays; whether there is some. */
  private boolean spin() {
    if (!spinning.isWorthTrying()) {
      return false;
    }
    long began = System.nanoTime();
    long passed;
    do {
      int events = poller.awaitOrPark(0, this);
      passed = System.nanoTime() - began;
      if (events > 0 || !tasks.isEmpty() || ended) {
        spinning.looked(passed);
        if (events > 0) {
          poller.tell();
        }
        return true;
      }
    } while (passed < Spinning.LIMIT_NANOS);
    spinning.looked(passed);
    return false;
  }

  private long sleep(Carrier me, long before) {
    long seq = before;
    me.dispatch(null); // what a poller wakes before it waits must end the wait, not queue up
    asleep = true;
    long nanos = timers.beginSleep();
    if (nanos == 0 || !tasks.isEmpty() || ended) {
      asleep = false;
      timers.endSleep();
      me.dispatch(this);
      poll();
      return seq;
    }
    seq = state.beginPoll(seq);
    int events = poller.awaitOrPark(nanos == Timeout.NEVER ? -1 : nanos, this);
    asleep = false;
    timers.endSleep();
    state.endPoll(seq);
    me.dispatch(this);
    loops.awake();
    if (events > 0) {
      poller.tell();
    }
    return seq;
  }

  /** Tells what was found already, or else looks for more. */
  private void poll() {
    if (!poller.tellRest() && poller.awaitOrPark(0, this) > 0) {
      poller.tell();
    }
  }

  // ---- the end

  /** Has the loop end; a thread that runs here is overtaken. Waits until nobody polls any more. */
  void close() {
    ended = true;
    while (state.phase() != LoopState.CLOSED) {
      wake();
      long seen = state.word();
      if (LoopState.phase(seen) == LoopState.TASK && state.tryHandOver(seen)) {
        end();
        return;
      }
      Thread.yield();
      LockSupport.parkNanos(this, 50_000);
    }
  }

  /** The owner's last act. */
  private void end() {
    tasks.empty(VirtualThreads.defaultScheduler()::execute);
    state.close();
    forwarding.run();
  }

  /** Words for people. */
  String describe() {
    return "loop %d: %s, %d threads, %d queued, %d handed over, %d taken from others"
        .formatted(number, state, live, tasks.waiting(), handOvers, shared);
  }

  @Override
  public String toString() {
    return "packetloom-loop-" + number;
  }
}
