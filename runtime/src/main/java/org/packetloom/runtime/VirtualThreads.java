// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK does not offer of its virtual threads: a scheduler of one's own, and a look at the
 * task that it is given.
 *
 * <p>All of it is reached through {@code java.lang}, which has to be opened to this module. As seen
 * in {@code java.lang.VirtualThread} and {@code java.lang.ThreadBuilders} of JDK 25: a scheduler is
 * an {@link Executor}; it is handed the same {@code runContinuation} object of a thread each time
 * the thread can go on, for the first time while the thread's state is STARTED; a thread that a
 * virtual thread starts has its starter's scheduler. A release that differs leaves parts of this
 * missing, and says so.
 *
 * <p>Static, as only constants are folded into the code of those who call them.
 */
final class VirtualThreads {
  private static final String PACKAGE = "java.lang";

  /** As in {@code VirtualThread} of JDK 25. */
  private static final int STARTED = 1;

  private static final int TERMINATED = 99;

  /** A timeout that no thread has; written to those that ended. */
  private static final long SAID = Long.MIN_VALUE;

  /** Writing a final field is what JDK 26 begins to forbid (JEP 500). */
  private static final int LAST_WITH_OPEN_FINALS = 25;

  /** Null if {@link #FAILURE} says why. */
  private static final @Nullable MethodHandle CURRENT_CARRIER;

  private static final @Nullable Constructor<?> BUILDER;
  private static final @Nullable Executor DEFAULT_SCHEDULER;
  private static final @Nullable Throwable FAILURE;

  /** The class of every task, and what reads its thread; null if they cannot be looked into. */
  private static final @Nullable Class<?> TASK;

  private static final @Nullable MethodHandle THREAD_OF_TASK;
  private static final @Nullable VarHandle STATE;
  private static final @Nullable VarHandle TIMEOUT;

  /** The class of virtual threads, and what reads their schedulers; null if that cannot be seen. */
  private static final @Nullable Class<?> VIRTUAL;

  private static final @Nullable MethodHandle SCHEDULER;

  /** Null if they stay as they are. */
  private static final @Nullable MethodHandle SET_SCHEDULER;

  static {
    Access access = new Access();
    access.open();
    CURRENT_CARRIER = access.currentCarrier;
    BUILDER = access.builder;
    DEFAULT_SCHEDULER = access.defaultScheduler;
    FAILURE = access.failure;
    TASK = access.task;
    THREAD_OF_TASK = access.threadOfTask;
    STATE = access.state;
    TIMEOUT = access.timeout;
    VIRTUAL = access.virtual;
    SCHEDULER = access.scheduler;
    SET_SCHEDULER = access.setScheduler;
  }

  private VirtualThreads() {}

  /** Why schedulers of our own cannot be had here; empty if they can. */
  static Optional<String> missing() {
    if (!isOpen()) {
      return Optional.of("java.lang is not open to " + moduleName());
    }
    return FAILURE == null
        ? Optional.empty()
        : Optional.of("this Java is built differently inside: " + FAILURE);
  }

  /** What a user has to do to have them. */
  static String remedy() {
    return isOpen()
        ? "use Java 25"
        : "start Java with --add-opens java.base/java.lang=" + moduleName();
  }

  private static boolean isOpen() {
    return Object.class.getModule().isOpen(PACKAGE, VirtualThreads.class.getModule());
  }

  private static String moduleName() {
    Module own = VirtualThreads.class.getModule();
    return own.isNamed() ? own.getName() : "ALL-UNNAMED";
  }

  /** Whether the start and the end of a thread can be seen in its tasks. */
  static boolean seesTasks() {
    return TASK != null;
  }

  /** Whether a thread can be given another scheduler before it runs. */
  static boolean canMove() {
    return SET_SCHEDULER != null;
  }

  /** A builder of virtual threads that run on a scheduler. */
  static Thread.Builder.OfVirtual builder(Executor scheduler) {
    if (BUILDER == null) {
      throw new IllegalStateException("no schedulers: " + FAILURE);
    }
    try {
      return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The scheduler of virtual threads that were given no other. */
  static Executor defaultScheduler() {
    if (DEFAULT_SCHEDULER == null) {
      throw new IllegalStateException("no schedulers: " + FAILURE);
    }
    return DEFAULT_SCHEDULER;
  }

  /** The platform thread that runs the caller, which may be the caller itself. */
  static Thread carrier() {
    try {
      return (Thread) CURRENT_CARRIER.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a task is the first of its thread. */
  static boolean isFirst(Runnable task) {
    return task.getClass() == TASK && (int) STATE.getVolatile(thread(task)) == STARTED;
  }

  /**
   * Whether the thread of a task has ended, which is said once for each thread: a carrier may come
   * from an earlier task of it as late as another from its last.
   */
  static boolean hasEnded(Runnable task) {
    if (task.getClass() != TASK) {
      return false;
    }
    Object thread = thread(task);
    if ((int) STATE.getVolatile(thread) != TERMINATED) {
      return false;
    }
    long seen = (long) TIMEOUT.getVolatile(thread); // of use to threads that live only
    return seen != SAID && TIMEOUT.compareAndSet(thread, seen, SAID);
  }

  /** The scheduler of a task's thread; null if that cannot be seen. */
  static @Nullable Object schedulerOf(Runnable task) {
    return SCHEDULER == null || task.getClass() != TASK ? null : scheduler(thread(task));
  }

  /** The scheduler of a thread; null if that cannot be seen. */
  static @Nullable Object schedulerOf(Thread thread) {
    return SCHEDULER == null || !VIRTUAL.isInstance(thread) ? null : scheduler(thread);
  }

  private static Object scheduler(Object thread) {
    try {
      return (Object) SCHEDULER.invokeExact(thread);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has a thread that has not run yet run on another scheduler for good. */
  static void move(Runnable firstTask, Executor scheduler) {
    if (SET_SCHEDULER == null) {
      throw new IllegalStateException("threads cannot be moved");
    }
    try {
      SET_SCHEDULER.invokeExact(thread(firstTask), scheduler);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object thread(Runnable task) {
    try {
      return (Object) THREAD_OF_TASK.invokeExact(task);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Finds everything, as far as it is there. */
  private static final class Access {
    private @Nullable MethodHandle currentCarrier;
    private @Nullable Constructor<?> builder;
    private @Nullable Executor defaultScheduler;
    private @Nullable Throwable failure;
    private @Nullable Class<?> task;
    private @Nullable MethodHandle threadOfTask;
    private @Nullable VarHandle state;
    private @Nullable VarHandle timeout;
    private @Nullable Class<?> virtual;
    private @Nullable MethodHandle scheduler;
    private @Nullable MethodHandle setScheduler;

    void open() {
      try {
        MethodHandles.Lookup lookup =
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        currentCarrier =
            lookup.findStatic(
                Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        Class<?> builders = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        builder = builders.getDeclaredConstructor(Executor.class);
        builder.setAccessible(true);
        Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
        Field common = virtualThread.getDeclaredField("DEFAULT_SCHEDULER");
        common.setAccessible(true);
        defaultScheduler = (Executor) common.get(null);
        openTasks(virtualThread);
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        failure = e; // an error in a native image that was not told of these classes
      }
    }

    private void openTasks(Class<?> virtualThread) {
      try {
        MethodHandles.Lookup lookup =
            MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup());
        Field field = virtualThread.getDeclaredField("runContinuation");
        field.setAccessible(true);
        Object sample = field.get(Thread.ofVirtual().unstarted(() -> {}));
        Field captured = sample.getClass().getDeclaredFields()[0];
        captured.setAccessible(true);
        if (captured.getType() != virtualThread) {
          return;
        }
        Field own = virtualThread.getDeclaredField("scheduler");
        own.setAccessible(true);
        state = lookup.findVarHandle(virtualThread, "state", int.class);
        timeout = lookup.findVarHandle(virtualThread, "timeout", long.class);
        threadOfTask =
            lookup
                .unreflectGetter(captured)
                .asType(MethodType.methodType(Object.class, Runnable.class));
        scheduler =
            lookup.unreflectGetter(own).asType(MethodType.methodType(Object.class, Object.class));
        if (Runtime.version().feature() <= LAST_WITH_OPEN_FINALS) {
          setScheduler =
              lookup
                  .unreflectSetter(own)
                  .asType(MethodType.methodType(void.class, Object.class, Executor.class));
        }
        virtual = virtualThread;
        task = sample.getClass();
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        // another release: threads stay where they are started
        System.getLogger("org.packetloom")
            .log(System.Logger.Level.DEBUG, "tasks of virtual threads cannot be looked into", e);
      }
    }
  }
}
