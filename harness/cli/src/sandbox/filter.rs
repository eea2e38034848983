//! Which system calls a boxed-in program may make, kept by the kernel's seccomp.
//!
//! What is refused is refused with EPERM, so that the program's own error says what it tried. `clone3` alone is said not to
//! exist: its flags cannot be looked at, and the C library then uses `clone`, whose flags can.

use std::collections::BTreeMap;
use std::ffi::CString;

use anyhow::Context;
use nix::libc;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::rules::Calls;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// What no boxed-in program needs: other processes' memory, keys, mounts, namespaces, modules, sockets, groups, devices.
const NEVER: &[i64] = &[
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_kcmp,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_fanotify_init,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_personality,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_open_by_handle_at,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_execveat,
    libc::SYS_socket,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setattr,
    libc::SYS_mknodat,
    libc::SYS_symlinkat,
    libc::SYS_fchownat,
    libc::SYS_fchown,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    libc::SYS_shmget,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
];
/// What the compiler needs, and a candidate does not: to change a file that Landlock does not look at.
const COMPILER: &[i64] = &[
    libc::SYS_memfd_create,
    // The standard library hears by one whether a program could be started.
    libc::SYS_socketpair,
    libc::SYS_linkat,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchmodat2,
    libc::SYS_utimensat,
];
/// Calls that only this architecture has, and that do what one of [`NEVER`] does.
#[cfg(target_arch = "x86_64")]
const NEVER_HERE: &[i64] = &[
    libc::SYS_mknod,
    libc::SYS_symlink,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_kexec_file_load,
    libc::SYS_modify_ldt,
];
#[cfg(not(target_arch = "x86_64"))]
const NEVER_HERE: &[i64] = &[];
/// The same for [`COMPILER`].
#[cfg(target_arch = "x86_64")]
const COMPILER_HERE: &[i64] =
    &[libc::SYS_link, libc::SYS_chmod, libc::SYS_utime, libc::SYS_utimes, libc::SYS_futimesat];
#[cfg(not(target_arch = "x86_64"))]
const COMPILER_HERE: &[i64] = &[];
/// What starts a process.
#[cfg(target_arch = "x86_64")]
const FORKS: &[i64] = &[libc::SYS_fork, libc::SYS_vfork];
#[cfg(not(target_arch = "x86_64"))]
const FORKS: &[i64] = &[];

/// By this bit a program on x86-64 asks for the calls of another ABI, x32; the last ones are numbered apart.
#[cfg(target_arch = "x86_64")]
const X32: (i64, std::ops::RangeInclusive<i64>) = (0x4000_0000, 512..=547);

/// From now on only these calls are made, and `program` is the only one that is started where none may be.
///
/// That one is known by the address of its name: `program` must be what is passed on, and live until then.
pub(crate) fn close(calls: Calls, program: &CString) -> anyhow::Result<()> {
    if calls == Calls::All {
        return Ok(());
    }
    let none = |errno: i32| SeccompAction::Errno(errno.cast_unsigned());
    install(refused(calls, program)?, none(libc::EPERM))?;
    install(every(&[libc::SYS_clone3]), none(libc::ENOSYS))
}

fn install(rules: Rules, action: SeccompAction) -> anyhow::Result<()> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).context("no box on this architecture")?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, action, arch)?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program).context("cannot restrict system calls")
}

fn every(calls: &[i64]) -> Rules {
    let calls = calls.iter().copied();
    #[cfg(target_arch = "x86_64")]
    let calls = calls.flat_map(|call| [call, call | X32.0]);
    calls.map(|call| (call, Vec::new())).collect()
}

fn refused(calls: Calls, program: &CString) -> anyhow::Result<Rules> {
    let mut rules = every(NEVER);
    rules.extend(every(NEVER_HERE));
    if calls == Calls::Run {
        rules.extend(every(COMPILER));
        rules.extend(every(COMPILER_HERE));
    }
    let own = u64::from(std::process::id());
    let mut when = |call, argument, length, operator, value| -> anyhow::Result<()> {
        let rule = SeccompRule::new(vec![SeccompCondition::new(argument, length, operator, value)?])?;
        rules.entry(call).or_default().push(rule);
        Ok(())
    };
    let flag = |flag: i32| u64::from(flag.cast_unsigned());
    let new_user = flag(libc::CLONE_NEWUSER);
    when(libc::SYS_clone, 0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(new_user), new_user)?;
    // A process may end itself, as `abort` does, and limit itself, but nobody else.
    when(libc::SYS_prlimit64, 0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, 0)?;
    for owner in [libc::F_SETOWN, 15] {
        when(libc::SYS_fcntl, 1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, flag(owner))?;
    }
    if calls != Calls::Link {
        when(libc::SYS_tgkill, 0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, own)?;
        let thread = flag(libc::CLONE_THREAD);
        when(libc::SYS_clone, 0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(thread), 0)?;
        let name = program.as_ptr() as u64;
        when(libc::SYS_execve, 0, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, name)?;
        rules.extend(every(FORKS));
    }
    #[cfg(target_arch = "x86_64")]
    {
        let also = [libc::SYS_clone, libc::SYS_prlimit64, libc::SYS_fcntl, libc::SYS_tgkill, libc::SYS_execve];
        rules.extend(also.into_iter().chain(X32.1).map(|call| (call | X32.0, Vec::new())));
    }
    Ok(rules)
}
