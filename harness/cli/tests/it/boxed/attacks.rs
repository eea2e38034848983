//! What programs that mean harm try. Compiled by the tests of the box, and run in it alone.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

fn main() {
    let argument = std::env::args().nth(1).unwrap();
    let (what, folder) = argument.split_once(':').unwrap();
    let file = Path::new(folder).join("file");
    match what {
        "read" => {
            let places = [file.as_path(), Path::new("/etc/hostname"), Path::new("/proc/self/environ"), Path::new("/root")];
            let read = places.iter().filter(|place| fs::read(place).is_ok() || fs::read_dir(place).is_ok()).count();
            assert_eq!(read, 0);
            assert_eq!(std::env::vars().filter(|(name, _)| name != "PWD").count(), 0);
            println!("kept from reading");
        }
        "write" => {
            let done = [
                fs::write(&file, "changed").is_ok(),
                fs::remove_file(&file).is_ok(),
                fs::rename(&file, file.with_extension("renamed")).is_ok(),
                fs::hard_link(&file, file.with_extension("linked")).is_ok(),
                std::os::unix::fs::symlink(&file, file.with_extension("symlink")).is_ok(),
                fs::create_dir(file.with_extension("folder")).is_ok(),
                fs::write("/run", "changed").is_ok(),
                fs::write(std::env::current_exe().unwrap_or_default(), "changed").is_ok(),
                fs::write("/dev/shm/x", "x").is_ok(),
                fs::write("/tmp/harness-box-attack", "x").is_ok(),
            ];
            assert_eq!(done, [false; 10]);
            println!("kept from writing");
        }
        "daemon" => {
            let this = std::env::current_exe().unwrap_or_default();
            for program in [this.as_path(), Path::new("/run"), Path::new("/usr/bin/setsid"), Path::new("/bin/sh")] {
                assert!(Command::new(program).arg(&argument).spawn().is_err());
            }
            println!("kept from starting");
        }
        "exec" => {
            let this = std::env::current_exe().unwrap_or_default();
            for program in [this.as_path(), Path::new("/run"), Path::new("/bin/true"), Path::new("/lib64/ld-linux-x86-64.so.2")] {
                let error = Command::new(program).exec();
                assert!(error.raw_os_error().is_some());
            }
            println!("kept from becoming");
        }
        "memory" => {
            let mut kept: Vec<Vec<u8>> = Vec::new();
            for _ in 0..1024 {
                kept.push(vec![1; 1 << 20]);
            }
            println!("{}", kept.len());
        }
        "threads" => {
            let sleep = || thread::Builder::new().stack_size(64 << 10).spawn(|| thread::sleep(Duration::from_secs(1)));
            let started = (0..20_000).take_while(|_| sleep().is_ok()).count();
            assert!(started < 20_000);
            println!("kept from starting threads, after {started}");
        }
        "spin" => {
            for _ in 0..3 {
                thread::spawn(|| loop { std::hint::spin_loop(); });
            }
            loop { std::hint::spin_loop(); }
        }
        "flood" => loop { println!("{argument}") },
        "lines" => println!("{}", std::backtrace::Backtrace::force_capture()),
        _ => unreachable!(),
    }
}
