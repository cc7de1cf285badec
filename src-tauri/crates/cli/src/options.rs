//! The words of the command line: commands, arguments and options, with the help that is shown.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const HELP: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

#[derive(Parser)]
#[command(
    name = "gongkai-cli",
    version,
    about = "公开年报（命令行）：读取、核对、对比、印制政府信息公开工作年度报告",
    help_template = HELP,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    /// 显示用法
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "选项")]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    pub version: Option<bool>,
    /// 结果为一个 JSON 对象
    #[arg(long, global = true, help_heading = "选项")]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// 认出文件中的年度报告
    #[command(help_template = HELP)]
    Read {
        #[command(flatten)]
        file: File,
    },
    /// 核对勾稽关系、文字和日期；给出文件夹时逐份核对，列成一张表
    #[command(help_template = HELP)]
    Check(CheckOptions),
    /// 与上年或往年逐项对比
    #[command(help_template = HELP)]
    Compare {
        #[command(flatten)]
        file: File,
        /// 上年的年度报告；可以重复，几年并列
        #[arg(long, required = true, value_name = "上年文件", help_heading = "选项")]
        last: Vec<PathBuf>,
        /// 把对比写成文件，扩展名为 .pdf 或 .xlsx
        #[arg(short = 'o', value_name = "输出文件", help_heading = "选项")]
        out: Option<PathBuf>,
        /// 输出文件已存在时替换它
        #[arg(long, help_heading = "选项")]
        force: bool,
    },
    /// 按公文格式印成 PDF
    #[command(help_template = HELP)]
    Pdf {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        out: Out,
    },
    /// 转成别的格式，由输出文件的扩展名决定
    #[command(help_template = HELP)]
    Convert {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        out: Out,
    },
    /// 给年报 PDF 加电子签名
    #[command(help_template = HELP)]
    Sign(SignOptions),
    /// 核对 PDF 的电子签名：谁签的、什么时候签的、签名后有没有改动
    #[command(help_template = HELP)]
    Verify(VerifyOptions),
    /// 公布用的全部文件，放进一个文件夹：PDF、Word、网页、Excel 和数据（JSON、CSV）；
    /// 加 --json 时同时给出网页编辑器用的正文
    #[command(help_template = HELP)]
    Publish {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
        /// 放到哪个文件夹
        #[arg(short = 'o', required = true, value_name = "文件夹", help_heading = "选项")]
        folder: PathBuf,
        /// 同名文件已存在时替换
        #[arg(long, help_heading = "选项")]
        force: bool,
    },
    /// 排好的版面数据（位置以毫米计，字号以磅计）
    #[command(help_template = HELP)]
    Pages {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
    },
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("key").required(true).args(["p12", "pkcs11", "store"]))]
pub struct SignOptions {
    /// 本程序导出的年报 PDF
    #[arg(value_name = "PDF 文件", help_heading = "参数")]
    pub file: PathBuf,
    #[command(flatten)]
    pub out: Out,
    /// 证书文件（.p12 或 .pfx）
    #[arg(long, value_name = "证书文件", help_heading = "选项")]
    pub p12: Option<PathBuf>,
    /// 密钥（USB Key）的 PKCS#11 驱动库
    #[arg(long, value_name = "驱动库", help_heading = "选项")]
    pub pkcs11: Option<PathBuf>,
    /// 密钥的名称；只插着一把时可以不写
    #[arg(long, value_name = "名称", requires = "pkcs11", help_heading = "选项")]
    pub token: Option<String>,
    /// Windows 证书库里证书的名称
    #[arg(long, value_name = "名称", help_heading = "选项")]
    pub store: Option<String>,
    /// 从标准输入读密码或 PIN（第一行），不在屏幕上问
    #[arg(long, help_heading = "选项")]
    pub password_stdin: bool,
    /// 时间戳服务的地址，以 http:// 开头
    #[arg(long, value_name = "地址", help_heading = "选项")]
    pub time_stamp: Option<String>,
    /// 印章图片：背景透明的 PNG
    #[arg(long, value_name = "图片", help_heading = "选项")]
    pub seal: Option<PathBuf>,
    /// 印章图片的宽度，毫米
    #[arg(
        long,
        value_name = "毫米",
        default_value_t = 42.0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    pub seal_mm: f64,
    /// 签在哪里：organ 单位署名处，person 单位负责人签字处
    #[arg(
        long,
        value_enum,
        default_value = "organ",
        value_name = "位置",
        help_heading = "选项",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub field: Field,
    /// 签名的理由，显示在签名处
    #[arg(
        long,
        value_name = "理由",
        default_value = "年度报告定稿",
        hide_default_value = true,
        help_heading = "选项"
    )]
    pub reason: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Field {
    Organ,
    Person,
}

#[derive(Args)]
pub struct VerifyOptions {
    /// 要核对签名的 PDF
    #[arg(value_name = "PDF 文件", help_heading = "参数")]
    pub file: PathBuf,
    /// 放着信任的根证书（.cer、.crt、.pem、.p7b）和吊销列表（.crl）的文件夹
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub roots: Option<PathBuf>,
    /// 与这份年度报告比较数据和文字
    #[arg(long, value_name = "年报文件", help_heading = "选项")]
    pub against: Option<PathBuf>,
}

/// What an argument is, and which files can be read.
fn readable(argument: &str) -> String {
    format!("{argument}；能读取{}", gongkai_read::readable())
}

#[derive(Args)]
pub struct File {
    #[arg(value_name = "文件", help_heading = "参数", help = readable("年度报告文件"))]
    pub file: PathBuf,
}

#[derive(Args)]
pub struct CheckOptions {
    #[arg(
        value_name = "文件或文件夹",
        help_heading = "参数",
        help = readable("年度报告文件，或放着年度报告的文件夹")
    )]
    pub path: PathBuf,
    /// 上年的年度报告；核对文件夹时在文件夹里找
    #[arg(long, value_name = "上年文件", help_heading = "选项")]
    pub last: Option<PathBuf>,
    /// 上年的年度报告是本单位改名以前的
    #[arg(long, help_heading = "选项")]
    pub renamed: bool,
    /// 写出核对单，扩展名是 .pdf 或 .xlsx
    #[arg(long, value_name = "核对单", help_heading = "选项")]
    pub list: Option<PathBuf>,
    /// 核对单已存在时替换它
    #[arg(long, help_heading = "选项")]
    pub force: bool,
    /// 从程序的“设置”里导出的规则设置
    #[arg(long, value_name = "设置文件", help_heading = "选项")]
    pub settings: Option<PathBuf>,
    /// 自己的错字词表：每行一个错的、一个对的，用空格隔开
    #[arg(long, value_name = "词表", help_heading = "选项")]
    pub words: Option<PathBuf>,
}

#[derive(Args)]
pub struct Out {
    /// 输出文件
    #[arg(short = 'o', value_name = "输出文件", help_heading = "选项")]
    pub out: PathBuf,
    /// 输出文件已存在时替换它
    #[arg(long, help_heading = "选项")]
    pub force: bool,
}

#[derive(Args)]
pub struct Page {
    /// 预留印章位置
    #[arg(long, help_heading = "选项")]
    pub seal_space: bool,
    /// 加“单位负责人（签字）”一行
    #[arg(long, help_heading = "选项")]
    pub signature_line: bool,
    /// 所用字体：system 先用本机的公文字体，bundled 只用随程序的字体
    #[arg(
        long,
        value_enum,
        default_value = "system",
        value_name = "字体",
        help_heading = "选项",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub fonts: Fonts,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Fonts {
    System,
    Bundled,
}
